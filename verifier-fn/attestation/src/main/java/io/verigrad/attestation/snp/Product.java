package io.verigrad.attestation.snp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A generation of processors: each has its own root, and its own layout of firmware versions. */
enum Product {
    MILAN("Milan", 64, List.of("bootloader", "tee", "", "", "", "", "snp", "microcode")),
    GENOA("Genoa", 64, List.of("bootloader", "tee", "", "", "", "", "snp", "microcode")),
    TURIN("Turin", 8, List.of("fmc", "bootloader", "tee", "snp", "", "", "", "microcode"));

    private static final int ZEN_3_AND_4 = 0x19;
    private static final int ZEN_5 = 0x1a;

    private final String title;
    private final int hardwareIdSize;
    private final List<String> tcbLayout;

    Product(String title, int hardwareIdSize, List<String> tcbLayout) {
        this.title = title;
        this.hardwareIdSize = hardwareIdSize;
        this.tcbLayout = tcbLayout;
    }

    /** Its name in certificates. */
    String title() {
        return title;
    }

    /** How many bytes of the chip id are used, from the first; the others are zero. */
    int hardwareIdSize() {
        return hardwareIdSize;
    }

    /** The component in each byte of TCB_VERSION from the lowest on, empty for a reserved one (AMD 56860, table 3). */
    List<String> tcbLayout() {
        return tcbLayout;
    }

    /** The product whose certificates {@code key} are issued by the authority of this common name. */
    static Optional<Product> ofIssuer(SigningKey key, String issuer) {
        return Arrays.stream(values())
                .filter(product -> key.issuer(product).equals(issuer))
                .findFirst();
    }

    /** The product of a processor; Bergamo and Siena are Genoa (AMD 57230, section 2). */
    static Optional<Product> ofProcessor(int family, int model) {
        return switch (family) {
            case ZEN_3_AND_4 ->
                switch (model >>> 4) {
                    case 0x0 -> Optional.of(MILAN);
                    case 0x1, 0xa -> Optional.of(GENOA);
                    default -> Optional.empty();
                };
            case ZEN_5 -> model <= 0x1f ? Optional.of(TURIN) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
