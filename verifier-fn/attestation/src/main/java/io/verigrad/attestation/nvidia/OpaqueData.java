package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a device says of itself beside its measurements, under the same signature (nvtrust, {@code opaque_data}).
 *
 * @param driverVersion such as {@code 550.90.07}, empty for switches
 * @param biosVersion such as {@code 96.00.9F.00.01}
 * @param decoder whether block 36 is measured, empty if it does not say
 * @param firmwareId of the firmware that made the report, empty in old ones
 * @param board project, its SKU and the SKU of the chip, which name the VBIOS; empty for switches
 */
record OpaqueData(
        String driverVersion, String biosVersion, Optional<Boolean> decoder, Optional<Bytes> firmwareId, String board) {
    private static final int DRIVER_VERSION = 3;
    private static final int BIOS_VERSION = 6;
    private static final int DECODER_STATUS = 11;
    private static final int CHIP_SKU = 15;
    private static final int PROJECT = 17;
    private static final int PROJECT_SKU = 18;
    private static final int FIRMWARE_ID = 20;
    private static final int ENABLED = 0xaa;
    private static final int DISABLED = 0x55;
    private static final int PACKED_BIOS = 8;

    static OpaqueData of(Map<Integer, Bytes> fields) throws EvidenceFormatException {
        String project = text(fields, PROJECT);
        return new OpaqueData(
                text(fields, DRIVER_VERSION),
                bios(fields),
                decoder(fields),
                Optional.ofNullable(fields.get(FIRMWARE_ID)),
                project.isEmpty() ? "" : project + "_" + text(fields, PROJECT_SKU) + "_" + text(fields, CHIP_SKU));
    }

    private static Optional<Boolean> decoder(Map<Integer, Bytes> fields) throws EvidenceFormatException {
        Bytes status = fields.get(DECODER_STATUS);
        if (status == null) {
            return Optional.empty();
        }
        if (status.size() == 1) {
            int value = status.toArray()[0] & 0xff;
            if (value == ENABLED || value == DISABLED) {
                return Optional.of(value == ENABLED);
            }
        }
        // Guessing here would decide whether a measurement is looked at.
        throw EvidenceFormatException.of("opaque field 11", "expected 0x55 or 0xaa, found " + status);
    }

    /** GPUs pack it: two numbers of four bytes, little-endian, the second with one digit pair. Switches write it out. */
    private static String bios(Map<Integer, Bytes> fields) throws EvidenceFormatException {
        Bytes packed = fields.getOrDefault(BIOS_VERSION, Bytes.EMPTY);
        if (packed.size() != PACKED_BIOS) {
            return text(fields, BIOS_VERSION);
        }
        byte[] bytes = packed.toArray();
        HexFormat hex = HexFormat.of().withUpperCase();
        return String.join(
                ".",
                hex.toHexDigits(bytes[3]),
                hex.toHexDigits(bytes[2]),
                hex.toHexDigits(bytes[1]),
                hex.toHexDigits(bytes[0]),
                hex.toHexDigits(bytes[4]));
    }

    private static String text(Map<Integer, Bytes> fields, int type) throws EvidenceFormatException {
        Bytes field = fields.getOrDefault(type, Bytes.EMPTY);
        int end = field.size();
        while (end > 0 && field.slice(end - 1, end).isZero()) {
            end--;
        }
        String text = new String(field.slice(0, end).toArray(), StandardCharsets.ISO_8859_1);
        if (!text.matches("[A-Za-z0-9.]{0,32}")) {
            throw EvidenceFormatException.of("opaque field " + type, "expected letters, digits and points");
        }
        return text;
    }

    /** The name that NVIDIA files the reference values of the VBIOS under. */
    String biosReference() {
        return "NV_GPU_VBIOS_" + board.toUpperCase(Locale.ROOT) + "_" + biosVersion.replace(".", "");
    }
}
