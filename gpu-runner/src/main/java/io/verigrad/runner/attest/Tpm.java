package io.verigrad.runner.attest;

import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A TPM 2.0 by its commands (TCG TPM 2.0 Library, part 3), as far as evidence takes: read an index, read registers, quote. */
final class Tpm {
    /** Registers 0 to 23 of the bank of SHA-256. */
    static final int REGISTERS = 24;

    private static final int NO_SESSIONS = 0x8001;
    private static final int SESSIONS = 0x8002;
    private static final int NV_READ_PUBLIC = 0x169;
    private static final int NV_READ = 0x14e;
    private static final int PCR_READ = 0x17e;
    private static final int QUOTE = 0x158;
    private static final int OWNER = 0x40000001;
    private static final int PASSWORD = 0x40000009;
    private static final int RSASSA = 0x14;
    private static final int SHA_256 = 0x0b;
    private static final int CHUNK = 1024;
    private static final int MAX_INDEX = 16 << 10;
    private static final int MAX_RESPONSE = 4096;
    private static final int HEADER = 10;

    private final Transport transport;

    Tpm(Transport transport) {
        this.transport = transport;
    }

    /** Carries one command to the device and its response back. */
    interface Transport {
        byte[] send(byte[] command) throws IOException;
    }

    /** The device of the kernel's resource manager: a command is one write, its response one read. */
    static Tpm open(Path device) {
        return new Tpm(command -> {
            try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
                file.write(command);
                byte[] response = new byte[MAX_RESPONSE];
                int size = file.read(response);
                return java.util.Arrays.copyOf(response, Math.max(0, size));
            }
        });
    }

    /**
     * What a key of the TPM signed.
     *
     * @param attest TPMS_ATTEST
     * @param signature RSASSA with SHA-256
     */
    record Quote(Bytes attest, Bytes signature) {}

    /** The whole content of an index, read by the owner without a password. */
    Bytes index(int index) {
        ByteBuffer area = run(NO_SESSIONS, NV_READ_PUBLIC, buffer(4).putInt(index));
        ByteBuffer description = sized(area);
        // Index, algorithm of the name and attributes, then the policy.
        description.position(description.position() + 10);
        sized(description);
        int size = description.getShort() & 0xffff;
        if (size > MAX_INDEX) {
            throw new AttestationUnavailableException("TPM: expected an index of at most " + MAX_INDEX + " bytes");
        }
        List<Bytes> parts = new ArrayList<>();
        for (int at = 0; at < size; at += CHUNK) {
            ByteBuffer body = buffer(64).putInt(OWNER).putInt(index);
            ByteBuffer read = run(
                    SESSIONS,
                    NV_READ,
                    authorised(body)
                            .putShort((short) Math.min(CHUNK, size - at))
                            .putShort((short) at));
            read.getInt();
            parts.add(rest(sized(read)));
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    /** All registers, in their order. */
    List<Bytes> registers() {
        List<Bytes> registers = new ArrayList<>();
        while (registers.size() < REGISTERS) {
            // A TPM gives eight at once.
            int from = registers.size();
            ByteBuffer response = run(NO_SESSIONS, PCR_READ, select(buffer(16), 0xff << from));
            response.position(response.position() + 4 + 10);
            int count = response.getInt();
            if (count < 1 || count > REGISTERS - from) {
                throw new AttestationUnavailableException("TPM: expected registers from " + from + ", found " + count);
            }
            for (int i = 0; i < count; i++) {
                registers.add(rest(sized(response)));
            }
        }
        return registers;
    }

    /** A quote of all registers by a key that the TPM keeps, over up to 64 bytes. */
    Quote quote(int key, Bytes qualifyingData) {
        ByteBuffer body = authorised(buffer(256).putInt(key))
                .putShort((short) qualifyingData.size())
                .put(qualifyingData.toArray())
                .putShort((short) RSASSA)
                .putShort((short) SHA_256);
        ByteBuffer response = run(SESSIONS, QUOTE, select(body, 0xffffff));
        response.getInt();
        Bytes attest = rest(sized(response));
        int algorithm = response.getShort() & 0xffff;
        int hash = response.getShort() & 0xffff;
        if (algorithm != RSASSA || hash != SHA_256) {
            throw new AttestationUnavailableException("TPM: expected a signature by RSASSA with SHA-256");
        }
        return new Quote(attest, rest(sized(response)));
    }

    private ByteBuffer run(int tag, int code, ByteBuffer body) {
        byte[] parameters = new byte[body.position()];
        body.flip().get(parameters);
        ByteBuffer command = buffer(HEADER + parameters.length)
                .putShort((short) tag)
                .putInt(HEADER + parameters.length)
                .putInt(code)
                .put(parameters);
        byte[] response;
        try {
            response = transport.send(command.array());
        } catch (IOException e) {
            throw new AttestationUnavailableException("TPM: does not answer: " + e, e);
        }
        ByteBuffer answer = ByteBuffer.wrap(response);
        if (response.length < HEADER || answer.getInt(2) != response.length) {
            throw new AttestationUnavailableException(
                    "TPM: expected a whole response, found " + response.length + " bytes");
        }
        if (answer.getInt(6) != 0) {
            throw new AttestationUnavailableException(
                    "TPM: command 0x%x failed with 0x%x".formatted(code, answer.getInt(6)));
        }
        return answer.position(HEADER);
    }

    /** An empty password. */
    private static ByteBuffer authorised(ByteBuffer body) {
        return body.putInt(9).putInt(PASSWORD).putShort((short) 0).put((byte) 0).putShort((short) 0);
    }

    private static ByteBuffer select(ByteBuffer body, int bits) {
        return body.putInt(1)
                .putShort((short) SHA_256)
                .put((byte) 3)
                .put((byte) bits)
                .put((byte) (bits >>> 8))
                .put((byte) (bits >>> 16));
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size);
    }

    private static ByteBuffer sized(ByteBuffer from) {
        try {
            int size = from.getShort() & 0xffff;
            ByteBuffer part = from.slice(from.position(), size);
            from.position(from.position() + size);
            return part;
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            throw new AttestationUnavailableException("TPM: a response ends too early", e);
        }
    }

    private static Bytes rest(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return Bytes.of(bytes);
    }
}
