package io.verigrad.runner.execution;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import io.verigrad.runner.execution.RunException.Cause;
import java.util.Locale;

/** Failures of the native library as ours. Its own messages may repeat values of a consumer, so only codes are told. */
final class NativeFailure {
    private NativeFailure() {}

    /** Of a run. */
    static RunException of(String model, OrtException failure) {
        if (isMemory(failure)) {
            return new RunException(Cause.MEMORY, "there is no memory for a run of model " + model);
        }
        Cause cause = failure.getCode() == OrtErrorCode.ORT_INVALID_ARGUMENT ? Cause.INPUT : Cause.MODEL;
        return new RunException(cause, "model " + model + " failed with " + failure.getCode());
    }

    /** The library has no code for it: its arena, the C++ library and CUDA each say it in words. */
    static boolean isMemory(OrtException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("failed to allocate memory")
                || message.contains("bad_alloc")
                || message.contains("bad allocation")
                || message.contains("out of memory");
    }
}
