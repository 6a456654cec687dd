package io.verigrad.attestation.snp;

/** The keys that sign reports (AMD 56860, section 3.6 and table 23, SIGNING_KEY). */
enum SigningKey {
    /** Of one chip at one firmware version. */
    VCEK("SEV-VCEK", "SEV-"),
    /** Of the fleet of a cloud provider at one firmware version. */
    VLEK("SEV-VLEK", "SEV-VLEK-");

    private final String subject;
    private final String issuerPrefix;

    SigningKey(String subject, String issuerPrefix) {
        this.subject = subject;
        this.issuerPrefix = issuerPrefix;
    }

    /** The common name of its certificates. */
    String subject() {
        return subject;
    }

    /** The common name of the authority that issues them for {@code product}. */
    String issuer(Product product) {
        return issuerPrefix + product.title();
    }
}
