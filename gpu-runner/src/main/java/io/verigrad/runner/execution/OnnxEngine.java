package io.verigrad.runner.execution;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.verigrad.runner.store.ModelStoreException;
import io.verigrad.runner.store.StoredModel;

/**
 * ONNX Runtime on the processor.
 *
 * @param threads how many threads one run uses
 */
public record OnnxEngine(OrtEnvironment environment, int threads) {
    /** Loads the native library. */
    public static OnnxEngine start(int threads) {
        // At other levels the library writes values of failed runs, which are the consumer's, to standard error.
        return new OnnxEngine(
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "verigrad"), threads);
    }

    /**
     * Everything besides the model that decides the bits of an answer: the library's build, provider, optimisation
     * level and instruction set.
     */
    public String numericsClass() {
        return "onnxruntime-" + environment.getVersion() + "/cpu/all/" + InstructionSet.detect();
    }

    /** Loads a model whose file has the digest of its manifest. */
    public OnnxModel load(StoredModel model) throws ModelStoreException, RunException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtSession session =
                    environment.createSession(model.read(model.manifest().model()), options);
            return OnnxModel.checked(environment, session, model.manifest());
        } catch (OrtException e) {
            throw new RunException(
                    RunException.Cause.MODEL,
                    "model " + model.manifest().name() + " cannot be loaded: " + e.getCode(),
                    e);
        }
    }
}
