package io.verigrad.client.reference;

/**
 * Whose signature counts.
 *
 * @param issuer the OpenID provider that the certificate authority saw the identity with, such as the one of a build service
 * @param identity the subject alternative name in the certificate, whole: of a build service the workflow and its ref
 */
public record Publisher(String issuer, String identity) {
    public Publisher {
        // An empty name would be everybody's.
        if (issuer.isBlank() || identity.isBlank()) {
            throw new IllegalArgumentException("expected an issuer and an identity");
        }
    }
}
