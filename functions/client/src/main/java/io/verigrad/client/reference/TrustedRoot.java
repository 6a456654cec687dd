package io.verigrad.client.reference;

import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.strings.StringMatcher;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import io.verigrad.client.reference.Publication.Malformed;
import io.verigrad.client.reference.Publication.NotPublished;
import io.verigrad.client.reference.Publication.Published;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

/**
 * The authorities and logs of one Sigstore instance: certificate authorities (Fulcio), logs of certificates, logs of
 * signatures (Rekor). Nothing is fetched. Safe for many threads.
 */
public final class TrustedRoot {
    /** The largest bundle that is read, in bytes. */
    public static final int MAX_BUNDLE = 1 << 20;

    private final KeylessVerifier verifier;

    private TrustedRoot(KeylessVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * Reads a {@code trusted_root.json}, as Sigstore's own tools keep it.
     *
     * @throws IllegalArgumentException if it is none, or has no usable keys
     */
    public static TrustedRoot parse(byte[] json) {
        try {
            SigstoreTrustedRoot root = SigstoreTrustedRoot.from(new ByteArrayInputStream(json));
            return new TrustedRoot(
                    KeylessVerifier.builder().trustedRootProvider(() -> root).build());
        } catch (SigstoreConfigurationException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "expected the trusted root of a Sigstore instance: " + e.getMessage(), e);
        }
    }

    /**
     * Whether {@code publisher} signed {@code file} while the certificate held, and the signature is in the log. Certificate,
     * its own log entry, signature, inclusion proof and checkpoint are all checked.
     *
     * @param bundle the JSON of a Sigstore bundle, of a signature or of an in-toto statement about the file
     */
    public Publication check(byte[] file, byte[] bundle, Publisher publisher) {
        if (bundle.length > MAX_BUNDLE) {
            return new Malformed("expected at most " + MAX_BUNDLE + " bytes, found " + bundle.length);
        }
        Bundle parsed;
        try {
            parsed = Bundle.from(new StringReader(new String(bundle, StandardCharsets.UTF_8)));
        } catch (BundleParseException | RuntimeException e) {
            return new Malformed("expected a Sigstore bundle: " + e.getMessage());
        }
        try {
            verifier.verify(Sha256.hash(file).bytes().toArray(), parsed, only(publisher));
        } catch (KeylessVerificationException | RuntimeException e) {
            // The library throws unchecked exceptions on some bytes that are no proof.
            return new NotPublished(String.valueOf(e.getMessage()));
        }
        return dated(parsed, Sha256.hash(bundle));
    }

    /** The library (2.0.0) leaves the time out: a key that is stolen later could sign for ever. */
    private static Publication dated(Bundle bundle, Hash32 digest) {
        RekorEntry entry = bundle.getEntries().getFirst();
        String promise = entry.getVerification().getSignedEntryTimestamp();
        if (promise == null || promise.isEmpty()) {
            return new NotPublished("expected the log's signed time of the entry (Rekor v1), found none");
        }
        Instant loggedAt = entry.getIntegratedTimeInstant();
        X509Certificate leaf =
                (X509Certificate) bundle.getCertPath().getCertificates().getFirst();
        try {
            leaf.checkValidity(Date.from(loggedAt));
        } catch (CertificateException e) {
            return new NotPublished("logged at " + loggedAt + ", expected "
                    + leaf.getNotBefore().toInstant() + " to "
                    + leaf.getNotAfter().toInstant() + ", while the certificate held");
        }
        return new Published(loggedAt, entry.getLogIndex(), digest);
    }

    private static VerificationOptions only(Publisher publisher) {
        return VerificationOptions.builder()
                .addCertificateMatchers(CertificateMatcher.fulcio()
                        .issuer(StringMatcher.string(publisher.issuer()))
                        .subjectAlternativeName(StringMatcher.string(publisher.identity()))
                        .build())
                .build();
    }
}
