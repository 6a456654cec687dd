package io.verigrad.attestation.software;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.cose.CoseSign1;
import io.verigrad.attestation.document.AttestationDocument;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attester of development: documents in the form of AWS Nitro, signed under a {@link SoftwareRoot}. They prove
 * nothing, and receipts of such an enclave are {@code UNATTESTED}.
 */
public final class SoftwareAttester implements Attester {
    /** The format of its evidence. */
    public static final String FORMAT = "software-v1";

    private static final String MODULE_ID = "verigrad-software-attester";
    private static final Duration LEAF_LIFETIME = Duration.ofDays(30);

    private final SoftwareRoot root;
    private final SortedMap<Integer, Bytes> pcrs;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param pcrs what to report as measured: by convention register 0 holds the digest of the runtime image
     */
    public SoftwareAttester(SoftwareRoot root, Map<Integer, Bytes> pcrs, Clock clock, SecureRandom random) {
        this.root = root;
        this.pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public Evidence attest(Hash32 blockHash, Hash32 nonce, Binding binding) {
        KeyPair leaf = TestPki.keyPair(random);
        Bytes certificate = TestPki.certificate(
                TestPki.ROOT,
                root.key(),
                TestPki.LEAF,
                leaf.getPublic(),
                clock.instant(),
                LEAF_LIFETIME,
                false,
                random);
        AttestationDocument document = new AttestationDocument(
                MODULE_ID,
                clock.instant(),
                pcrs,
                certificate,
                List.of(root.certificate()),
                binding.receiptKey(),
                binding.hash(nonce).bytes(),
                nonce.bytes());
        return new Evidence(
                FORMAT, CoseSign1.sign(document.encode(), leaf.getPrivate()).encode(), binding, blockHash);
    }
}
