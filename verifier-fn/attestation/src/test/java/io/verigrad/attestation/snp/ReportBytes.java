package io.verigrad.attestation.snp;

import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Lays out reports and certificate tables by the tables of the specification, apart from the code under test. */
final class ReportBytes {
    private static final Map<String, Integer> MODELS = Map.of("Milan", 0x01, "Genoa", 0x11, "Turin", 0x02);

    private final SnpForge forge;
    private final ByteBuffer buffer = ByteBuffer.allocate(1184).order(ByteOrder.LITTLE_ENDIAN);

    ReportBytes(SnpForge forge) {
        this.forge = forge;
    }

    byte[] lay() {
        buffer.putInt(0x00, forge.version);
        buffer.putLong(0x08, 1L << 24 | 1L << 17 | 1L << 16 | 0x011f);
        buffer.putInt(0x34, 1);
        buffer.putLong(0x40, 0b10_0101);
        buffer.putInt(0x48, forge.kind == SigningKey.VCEK ? 0 : 0b100);
        put(0x50, forge.binding().reportData(forge.boundNonce));
        put(0x90, SnpForge.MEASUREMENT);
        if (forge.version >= 3) {
            buffer.put(0x188, (byte) (forge.product.equals("Turin") ? 0x1a : 0x19));
            buffer.put(0x189, MODELS.getOrDefault(forge.product, 0).byteValue());
        }
        put(0x1a0, forge.chip);
        for (int at : new int[] {0x38, 0x180, 0x1e0, 0x1f0}) {
            tcb(at);
        }
        if (forge.version >= 5) {
            buffer.putLong(0x1f8, 0b1011);
            buffer.putLong(0x200, 0b1011);
        }
        return buffer.array();
    }

    private void tcb(int at) {
        boolean turin = forge.product.equals("Turin");
        if (turin) {
            buffer.put(at, (byte) forge.fmc);
        }
        buffer.put(at + (turin ? 1 : 0), (byte) forge.tcb[0]);
        buffer.put(at + (turin ? 2 : 1), (byte) forge.tcb[1]);
        buffer.put(at + (turin ? 3 : 6), (byte) forge.tcb[2]);
        buffer.put(at + 7, (byte) forge.tcb[3]);
    }

    private void put(int at, Bytes bytes) {
        buffer.put(at, bytes.toArray());
    }

    static Bytes table(Map<Bytes, Bytes> certificates) {
        int end = 24 * (certificates.size() + 1);
        int size = end + certificates.values().stream().mapToInt(Bytes::size).sum();
        ByteBuffer table = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        int content = end;
        for (Map.Entry<Bytes, Bytes> entry : certificates.entrySet()) {
            table.put(entry.getKey().toArray())
                    .putInt(content)
                    .putInt(entry.getValue().size());
            table.put(content, entry.getValue().toArray());
            content += entry.getValue().size();
        }
        return Bytes.of(table.array());
    }
}
