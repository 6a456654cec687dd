package io.verigrad.runner.graph;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** ONNX files that a runner must never load. */
public final class MaliciousModels {
    private MaliciousModels() {}

    /** Each with a word of the reason for which it is refused. */
    public static Map<String, byte[]> byReason() {
        byte[] outside = message(5, concat(text(8, "w"), message(13, text(1, "../../etc/passwd"))));
        byte[] custom = message(1, concat(text(4, "MatMul"), text(7, "com.example")));
        byte[] absurd = message(5, concat(new byte[] {8, 100, 8, 100}, text(9, "xxxx")));
        byte[] size = message(
                5,
                concat(
                        new byte[] {8, 1},
                        new byte[] {16, 7},
                        new byte[] {58, 5, -128, -128, -128, -128, 8},
                        text(8, "s")));
        byte[] bomb = concat(message(1, concat(text(1, "s"), text(4, "ConstantOfShape"))), size);
        return Map.of(
                "external data", message(7, outside),
                "custom", message(7, custom),
                "shape for 10000", message(7, absurd),
                "ConstantOfShape", message(7, bomb));
    }

    static byte[] text(int field, String value) {
        return message(field, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] message(int field, byte[] value) {
        int tag = field << 3 | 2;
        byte[] header = tag < 128 ? new byte[] {(byte) tag} : new byte[] {(byte) (tag | 128), (byte) (tag >> 7)};
        return concat(header, new byte[] {(byte) value.length}, value);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
