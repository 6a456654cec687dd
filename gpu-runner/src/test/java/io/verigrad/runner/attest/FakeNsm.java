package io.verigrad.runner.attest;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Plays the driver of the Nitro Security Module: takes the two buffers out of the argument of ioctl. */
final class FakeNsm implements Posix {
    private static final int DESCRIPTOR = 77;

    /** Request to response. */
    UnaryOperator<Bytes> module;

    int error;
    int open;

    FakeNsm(UnaryOperator<Bytes> module) {
        this.module = module;
    }

    @Override
    public int open(Path device) {
        open++;
        return DESCRIPTOR;
    }

    @Override
    public void ioctl(int descriptor, long request, MemorySegment argument) throws IOException {
        if (descriptor != DESCRIPTOR || request != 0xC0200A00L || argument.byteSize() != 32) {
            throw new AssertionError("not the ioctl of the module");
        }
        if (error != 0) {
            throw new IOException("ioctl: error number " + error);
        }
        MemorySegment in = buffer(argument, 0);
        MemorySegment out = buffer(argument, 2);
        byte[] response =
                module.apply(Bytes.of(in.toArray(ValueLayout.JAVA_BYTE))).toArray();
        MemorySegment.copy(response, 0, out, ValueLayout.JAVA_BYTE, 0, Math.min(response.length, (int) out.byteSize()));
        argument.setAtIndex(ValueLayout.JAVA_LONG, 3, response.length);
    }

    @Override
    public void close(int descriptor) {
        open--;
    }

    private static MemorySegment buffer(MemorySegment argument, int at) {
        return MemorySegment.ofAddress(argument.getAtIndex(ValueLayout.JAVA_LONG, at))
                .reinterpret(argument.getAtIndex(ValueLayout.JAVA_LONG, at + 1));
    }

    /** One member of a request for a document. */
    static Bytes member(Bytes request, String name) {
        try {
            if (CborReader.read("request", request) instanceof CborValue.CborMap(var variants)
                    && variants.get(CborValue.of("Attestation")) instanceof CborValue.CborMap(var members)
                    && members.get(CborValue.of(name)) instanceof CborValue.ByteString(Bytes value)) {
                return value;
            }
        } catch (EvidenceFormatException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no member " + name);
    }
}
