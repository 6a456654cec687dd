package io.verigrad.collateral;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * The services of vendors. Where they are is fixed here or by configuration, and never by evidence: what evidence names only
 * chooses among paths.
 */
public enum Service {
    /** AMD Key Distribution Service (AMD 57230, section 4). It answers few requests. */
    AMD_KDS("https://kdsintf.amd.com", Duration.ofSeconds(10), 6),
    /** AWS, the list of the root of Nitro Enclaves. */
    AWS_NITRO("https://aws-nitro-enclaves-crl.s3.amazonaws.com", Duration.ofSeconds(1), 20),
    /** AWS, the lists of one region; {@code REGION} stands for its name. */
    AWS_NITRO_REGION("https://crl-REGION-aws-nitro-enclaves.s3.REGION.amazonaws.com", Duration.ofSeconds(1), 20),
    /** Intel Provisioning Certification Service, version 4. */
    INTEL_PCS("https://api.trustedservices.intel.com", Duration.ofSeconds(1), 20),
    /** Intel, the list of the root. */
    INTEL_CERTIFICATES("https://certificates.trustedservices.intel.com", Duration.ofSeconds(1), 20),
    /** NVIDIA, reference measurements of drivers and firmware. */
    NVIDIA_RIM("https://rim.attestation.nvidia.com", Duration.ofSeconds(1), 20),
    /** NVIDIA, status of certificates (RFC 6960). */
    NVIDIA_OCSP("https://ocsp.ndis.nvidia.com", Duration.ofMillis(200), 40),
    /** NVIDIA Remote Attestation Service, the keys that it signs tokens with. */
    NVIDIA_NRAS("https://nras.attestation.nvidia.com", Duration.ofSeconds(1), 20),
    /** Google, the keys that Confidential Space signs tokens with. */
    GOOGLE_KEYS("https://www.googleapis.com", Duration.ofSeconds(1), 20);

    private final String base;
    private final Duration interval;
    private final int burst;

    Service(String base, Duration interval, int burst) {
        this.base = base;
        this.interval = interval;
        this.burst = burst;
    }

    /** The vendor's own address. */
    public URI base() {
        return URI.create(base);
    }

    /** Its name in configuration, such as {@code amd-kds}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How long a request takes to be allowed again, once {@link #burst} of them were spent. */
    Duration interval() {
        return interval;
    }

    /** How many requests may come at once. */
    int burst() {
        return burst;
    }
}
