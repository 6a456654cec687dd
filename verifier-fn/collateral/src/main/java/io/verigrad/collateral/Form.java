package io.verigrad.collateral;

import io.verigrad.attestation.CollateralDocument;
import java.time.Duration;
import java.util.Optional;

/** What a service answers with, and how much and how old of it is taken. */
enum Form {
    /** One certificate in DER. Of a key at one version: it does not change. */
    CERTIFICATE(8 << 10, Duration.ofDays(365), null),
    /** Certificates in PEM. */
    CERTIFICATES(64 << 10, Duration.ofDays(30), null),
    /** A revocation list in DER. */
    REVOCATION_LIST(2 << 20, Duration.ofHours(12), null),
    TCB_INFO(256 << 10, Duration.ofHours(24), CollateralDocument.Kind.INTEL_TCB_INFO),
    QE_IDENTITY(64 << 10, Duration.ofHours(24), CollateralDocument.Kind.INTEL_QE_IDENTITY),
    /** NVIDIA's JSON around the reference measurements. */
    RIM(4 << 20, Duration.ofDays(30), CollateralDocument.Kind.NVIDIA_RIM),
    OCSP(64 << 10, Duration.ofHours(1), CollateralDocument.Kind.OCSP_RESPONSE),
    KEYS(64 << 10, Duration.ofHours(1), CollateralDocument.Kind.JSON_WEB_KEYS);

    private final int maxSize;
    private final Duration maxAge;
    private final CollateralDocument.@org.jspecify.annotations.Nullable Kind kind;

    Form(int maxSize, Duration maxAge, CollateralDocument.@org.jspecify.annotations.Nullable Kind kind) {
        this.maxSize = maxSize;
        this.maxAge = maxAge;
        this.kind = kind;
    }

    /** The longest answer, in bytes. */
    int maxSize() {
        return maxSize;
    }

    /** How long it is used without asking again, however long it says it is good. */
    Duration maxAge() {
        return maxAge;
    }

    /** What it is as a document of collateral, empty for certificates and lists. */
    Optional<CollateralDocument.Kind> kind() {
        return Optional.ofNullable(kind);
    }
}
