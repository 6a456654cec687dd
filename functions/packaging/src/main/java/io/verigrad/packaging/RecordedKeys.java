package io.verigrad.packaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Numbers anew the keys by which the classes that Quarkus generates hand values to each other at start. Quarkus draws
 * the numbers from a counter that the threads of a build share, so that they differ from build to build; here they
 * follow from the names of the classes and from the order within each.
 */
final class RecordedKeys {
    private static final String RECORDED = "io/quarkus/runner/";
    private static final String KEY = "proxykey";
    private static final Pattern NUMBERED = Pattern.compile(KEY + "[0-9]+");
    private static final int MAGIC = 0xCAFEBABE;
    private static final int UTF8 = 1;

    private final Map<String, String> keys = new HashMap<>();

    private RecordedKeys() {}

    /** Replaces the classes whose keys get other numbers. */
    static void renumber(Map<String, byte[]> files) throws IOException {
        RecordedKeys keys = new RecordedKeys();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            if (file.getKey().startsWith(RECORDED) && file.getKey().endsWith(".class")) {
                files.put(file.getKey(), keys.renumber(file.getValue()));
            }
        }
    }

    /** Copies a class; nothing but the strings in its pool of constants changes. */
    private byte[] renumber(byte[] file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(file.length);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
        DataOutputStream out = new DataOutputStream(bytes);
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new IOException("expected a class, found a file that begins with 0x" + Integer.toHexString(magic));
        }
        out.writeInt(magic);
        out.writeInt(in.readInt());
        int constants = in.readUnsignedShort();
        out.writeShort(constants);
        for (int i = 1; i < constants; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            if (tag == UTF8) {
                out.writeUTF(renumbered(in.readUTF()));
            } else {
                out.write(in.readNBytes(size(tag)));
                // Numbers of 64 bits take two places.
                i += tag == 5 || tag == 6 ? 1 : 0;
            }
        }
        in.transferTo(out);
        return bytes.toByteArray();
    }

    private String renumbered(String constant) {
        return NUMBERED.matcher(constant).matches()
                ? keys.computeIfAbsent(constant, key -> KEY + (keys.size() + 1))
                : constant;
    }

    /** JVMS, table 4.4-A: how many bytes follow each tag. */
    private static int size(int tag) throws IOException {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IOException("expected a constant of a class, found the tag " + tag);
        };
    }
}
