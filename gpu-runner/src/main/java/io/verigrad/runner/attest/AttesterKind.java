package io.verigrad.runner.attest;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How evidence is made. */
public enum AttesterKind {
    /** By the first of the others that the machine has, {@link #SOFTWARE} left out. */
    AUTO,
    /** AWS Nitro Enclaves. */
    NITRO,
    /** Google Confidential Space. */
    GCP,
    /** Confidential virtual machines of Azure. */
    AZURE,
    /** SEV-SNP and TDX by configfs-tsm. */
    TSM,
    /** By a test root in a file: proves nothing. */
    SOFTWARE;

    /** Reads the name in configuration, such as {@code auto}. */
    public static AttesterKind parse(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.code().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(values()).map(AttesterKind::code).collect(Collectors.joining(", "))
                        + ", found " + name));
    }

    /** The name in configuration. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
