package io.verigrad.runner.attest;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.verigrad.value.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NVIDIA's management library, by the foreign function API (nvml.h, "Confidential Computing"). */
final class Nvml implements Gpus {
    private static final String LIBRARY = "libnvidia-ml.so.1";
    private static final int NONCE = 32;
    private static final int MAX_REPORT = 0x2000;
    private static final int MAX_CEC_REPORT = 0x1000;
    private static final int MAX_CHAIN = 0x1000;
    private static final int MAX_ATTESTATION_CHAIN = 0x1400;
    private static final int MAX_GPUS = 64;
    private static final FunctionDescriptor NO_ARGUMENT = FunctionDescriptor.of(JAVA_INT);
    private static final FunctionDescriptor ONE_POINTER = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    private static final FunctionDescriptor TWO_POINTERS = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);

    /** nvmlConfComputeSystemState_t: environment, feature, mode of development tools. */
    private static final MemoryLayout STATE = MemoryLayout.sequenceLayout(3, JAVA_INT);
    /** nvmlConfComputeGpuAttestationReport_t. */
    private static final long REPORT_SIZE = 3 * 4 + NONCE + MAX_REPORT + MAX_CEC_REPORT;
    /** nvmlConfComputeGpuCertificate_t. */
    private static final long CERTIFICATE_SIZE = 2 * 4 + MAX_CHAIN + MAX_ATTESTATION_CHAIN;

    private final SymbolLookup library;

    private Nvml(SymbolLookup library) {
        this.library = library;
    }

    /** The library, empty if this machine does not have it. */
    static Optional<Nvml> load() {
        try {
            Nvml nvml = new Nvml(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
            nvml.check("nvmlInit_v2", nvml.call("nvmlInit_v2", NO_ARGUMENT));
            return Optional.of(nvml);
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    @Override
    public boolean areConfidential() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = call("nvmlSystemGetConfComputeState", ONE_POINTER, state);
            // An older driver, or one without the feature, says that it does not support the question.
            return result == 0 && state.getAtIndex(JAVA_INT, 1) == 1;
        }
    }

    @Override
    public List<Report> reports(Bytes nonce) {
        if (nonce.size() != NONCE) {
            throw new IllegalArgumentException("expected a nonce of 32 bytes, found " + nonce.size());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            check("nvmlDeviceGetCount_v2", call("nvmlDeviceGetCount_v2", ONE_POINTER, count));
            int gpus = count.get(JAVA_INT, 0);
            if (gpus < 1 || gpus > MAX_GPUS) {
                throw new AttestationUnavailableException(LIBRARY + ": expected 1 to 64 GPUs, found " + gpus);
            }
            List<Report> reports = new ArrayList<>();
            for (int index = 0; index < gpus; index++) {
                reports.add(report(arena, device(arena, index), nonce));
            }
            return reports;
        }
    }

    private MemorySegment device(Arena arena, int index) {
        MemorySegment handle = arena.allocate(ADDRESS);
        String name = "nvmlDeviceGetHandleByIndex_v2";
        check(name, call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), index, handle));
        return handle.get(ADDRESS, 0);
    }

    private Report report(Arena arena, MemorySegment device, Bytes nonce) {
        MemorySegment report = arena.allocate(REPORT_SIZE, 4);
        MemorySegment.copy(nonce.toArray(), 0, report, JAVA_BYTE, 12, NONCE);
        String name = "nvmlDeviceGetConfComputeGpuAttestationReport";
        check(name, call(name, TWO_POINTERS, device, report));
        Bytes signed = bytes(report, 12 + NONCE, report.get(JAVA_INT, 4), MAX_REPORT);
        MemorySegment certificate = arena.allocate(CERTIFICATE_SIZE, 4);
        name = "nvmlDeviceGetConfComputeGpuCertificate";
        check(name, call(name, TWO_POINTERS, device, certificate));
        Bytes pem = bytes(certificate, 8 + MAX_CHAIN, certificate.get(JAVA_INT, 4), MAX_ATTESTATION_CHAIN);
        return new Report(
                signed, SnpCertificates.certificates(new String(pem.toArray(), StandardCharsets.US_ASCII).strip()));
    }

    private static Bytes bytes(MemorySegment from, long offset, int size, int most) {
        if (size < 1 || size > most) {
            throw new AttestationUnavailableException(
                    LIBRARY + ": expected 1 to " + most + " bytes, found " + Integer.toUnsignedString(size));
        }
        return Bytes.of(from.asSlice(offset, size).toArray(JAVA_BYTE));
    }

    private void check(String function, int result) {
        if (result != 0) {
            throw new AttestationUnavailableException(LIBRARY + ": " + function + " failed with " + result);
        }
    }

    private int call(String function, FunctionDescriptor type, Object... arguments) {
        MemorySegment symbol = library.find(function)
                .orElseThrow(() -> new AttestationUnavailableException(
                        LIBRARY + ": expected the function " + function + ", of driver 535 or newer"));
        MethodHandle handle = Linker.nativeLinker().downcallHandle(symbol, type);
        try {
            return (int) handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
