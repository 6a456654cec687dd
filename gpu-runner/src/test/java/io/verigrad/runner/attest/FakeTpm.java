package io.verigrad.runner.attest;

import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.util.List;

/** Plays a TPM of Azure: one index, the registers, and one key that quotes. */
final class FakeTpm implements Tpm.Transport {
    Bytes index = Bytes.EMPTY;
    List<Bytes> registers = List.of();
    Bytes attest = Bytes.EMPTY;
    Bytes signature = Bytes.EMPTY;
    Bytes quoted = Bytes.EMPTY;
    int failure;

    @Override
    public byte[] send(byte[] command) {
        ByteBuffer in = ByteBuffer.wrap(command);
        int tag = in.getShort() & 0xffff;
        if (in.getInt() != command.length) {
            throw new AssertionError("the command does not say its size");
        }
        int code = in.getInt();
        if (failure != 0) {
            return ByteBuffer.allocate(10)
                    .putShort((short) 0x8001)
                    .putInt(10)
                    .putInt(failure)
                    .array();
        }
        return switch (code) {
            case 0x169 -> response(tag, readPublic(in));
            case 0x14e -> response(tag, read(in));
            case 0x17e -> response(tag, pcrs(in));
            case 0x158 -> response(tag, quote(in));
            default -> throw new AssertionError("unknown command " + code);
        };
    }

    private Bytes readPublic(ByteBuffer in) {
        ByteBuffer area = ByteBuffer.allocate(14)
                .putInt(in.getInt())
                .putShort((short) 0x0b)
                .putInt(0x62008)
                .putShort((short) 0)
                .putShort((short) index.size());
        return Bytes.concat(sized(Bytes.of(area.array())), sized(Bytes.of(new byte[34])));
    }

    private Bytes read(ByteBuffer in) {
        in.getInt();
        in.getInt();
        skipPassword(in);
        int size = in.getShort() & 0xffff;
        int offset = in.getShort() & 0xffff;
        return sized(index.slice(offset, offset + size));
    }

    private Bytes pcrs(ByteBuffer in) {
        if (in.getInt() != 1 || in.getShort() != 0x0b || in.get() != 3) {
            throw new AssertionError("expected one selection of SHA-256");
        }
        int bits = in.get() & 0xff | (in.get() & 0xff) << 8 | (in.get() & 0xff) << 16;
        Bytes values = Bytes.EMPTY;
        int count = 0;
        for (int i = 0; i < 24 && count < 8; i++) {
            if ((bits >>> i & 1) == 1) {
                values = Bytes.concat(values, sized(registers.get(i)));
                count++;
            }
        }
        ByteBuffer head = ByteBuffer.allocate(18)
                .putInt(1)
                .putInt(1)
                .putShort((short) 0x0b)
                .put((byte) 3)
                .put(new byte[3])
                .putInt(count);
        return Bytes.concat(Bytes.of(head.array()), values);
    }

    private Bytes quote(ByteBuffer in) {
        if (in.getInt() != 0x81000003) {
            throw new AssertionError("expected the attestation key");
        }
        skipPassword(in);
        byte[] data = new byte[in.getShort()];
        in.get(data);
        quoted = Bytes.of(data);
        Bytes algorithms = Bytes.of(ByteBuffer.allocate(4)
                .putShort((short) 0x14)
                .putShort((short) 0x0b)
                .array());
        return Bytes.concat(sized(attest), algorithms, sized(signature));
    }

    private static void skipPassword(ByteBuffer in) {
        if (in.getInt() != 9 || in.getInt() != 0x40000009) {
            throw new AssertionError("expected an empty password");
        }
        in.position(in.position() + 5);
    }

    private static byte[] response(int tag, Bytes parameters) {
        boolean sessions = tag == 0x8002;
        int size = 10 + (sessions ? 4 + 5 : 0) + parameters.size();
        ByteBuffer out =
                ByteBuffer.allocate(size).putShort((short) tag).putInt(size).putInt(0);
        if (sessions) {
            out.putInt(parameters.size());
        }
        return out.put(parameters.toArray()).array();
    }

    private static Bytes sized(Bytes bytes) {
        return Bytes.concat(
                Bytes.of(ByteBuffer.allocate(2).putShort((short) bytes.size()).array()), bytes);
    }
}
