package io.verigrad.verifier.enclave;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.nitro.NitroForge;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.chain.Block;
import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.EvidenceFormats;
import io.verigrad.collateral.MemoryStore;
import io.verigrad.collateral.Stored;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.config.Validator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evidence of hardware, forged down from roots of the test, on a chain of one block. */
class EnclaveAppraisalsTest {
    private static final Address REGISTRY = Address.parse("0x1111111111111111111111111111111111111111");
    private static final Address OPERATOR = Address.parse("0x2222222222222222222222222222222222222222");
    private static final ChainId CHAIN = new ChainId(84532);
    private static final Hash32 BLOCK = Hash32.parse("0x" + "ab".repeat(32));
    private static final Hash32 NONCE = EnclaveNonce.of(REGISTRY, CHAIN, BLOCK);
    private static final Instant NOW = SnpForge.NOW;

    private final MemoryStore store = new MemoryStore();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final SnpForge forge = new SnpForge();
    private FakeNode node;
    private Chain chain;
    private CollateralService collateral;

    @BeforeEach
    void connects() throws Exception {
        connect(NOW.minusSeconds(30));
        forge.nonce = NONCE;
        forge.boundNonce = NONCE;
    }

    private void connect(Instant blockTime) throws Exception {
        node = new FakeNode(new Block(7, BLOCK, blockTime.getEpochSecond()));
        chain = Chain.connect(new ChainConfig(node.url(), CHAIN, REGISTRY, REGISTRY, Duration.ofSeconds(5)));
        collateral = new CollateralService(store, Optional.empty(), Duration.ofSeconds(5), clock);
    }

    @AfterEach
    void disconnects() {
        collateral.close();
        chain.close();
        node.close();
    }

    @Test
    void affirmsAReportWhoseVendorAnswers() throws Exception {
        keepList();

        EnclaveAppraisal appraisal = appraise(forge.policy(), report());

        assertThat(appraisal.reasons()).isEmpty();
        EnclaveRegistration registration = appraisal.registration().orElseThrow();
        assertThat(registration.maxAssurance()).isEqualTo(Assurance.WEIGHTS_BOUND);
        assertThat(registration.validFrom()).isEqualTo(NOW.minusSeconds(30).getEpochSecond());
        assertThat(registration.operator()).isEqualTo(OPERATOR);
    }

    @Test
    void saysApartThatTheVendorDidNotAnswer() throws Exception {
        EnclaveAppraisal appraisal = appraise(forge.policy(), report());

        assertThat(appraisal.reasons()).startsWith("revocation_list_missing").contains("collateral_unavailable");
        assertThat(appraisal.details()).hasSameSizeAs(appraisal.reasons());
        assertThat(appraisal.registration()).isEmpty();
    }

    @Test
    void countsAReportAsMadeWhenItsBlockWas() throws Exception {
        disconnects();
        connect(NOW.minus(Duration.ofMinutes(6)));
        keepList();

        assertThat(appraise(forge.policy(), report()).reasons()).containsExactly("evidence_stale");
    }

    @Test
    void knowsDocumentsOfNitroByTheirFormat() throws Exception {
        NitroForge nitro = new NitroForge();
        nitro.nonce = NONCE;
        nitro.sentNonce = NONCE.bytes();
        Evidence document = new Evidence(NitroVerifier.FORMAT, nitro.document(), nitro.binding(), BLOCK);

        // Its certificates name lists at a place that AWS does not have.
        assertThat(appraise(nitro.policy(), document).reasons())
                .containsExactly("revocation_list_missing", "revocation_list_missing");
        nitro.revocation = io.verigrad.attestation.policy.RevocationRule.UNCHECKED;
        assertThat(appraise(nitro.policy(), document).status()).isEqualTo(EnclaveAppraisal.Status.AFFIRMING);
    }

    @Test
    void judgesEvidenceThatComesTwiceOnce() throws Exception {
        keepList();
        EnclaveAppraisals appraisals = appraisals(forge.policy());
        Evidence report = report();
        EnclaveAppraisal first = appraisals.appraise(report.toBase64(), OPERATOR);
        keepList(Bytes.EMPTY);

        assertThat(first.status()).isEqualTo(EnclaveAppraisal.Status.AFFIRMING);
        assertThat(appraisals.appraise(report.toBase64(), OPERATOR)).isEqualTo(first);
        assertThat(appraisals.appraise(report().toBase64(), OPERATOR).reasons()).startsWith("revocation_list_missing");
    }

    @Test
    void refusesOneFormatInTheNameOfAnother() throws Exception {
        keepList();
        Evidence misnamed = new Evidence(SnpVerifier.FORMAT, new NitroForge().document(), forge.binding(), BLOCK);

        assertThat(appraise(forge.policy(), misnamed).reasons()).containsExactly("evidence_malformed");
        assertThat(appraise(new NitroForge().policy(), report()).reasons()).containsExactly("format_not_accepted");
    }

    @Test
    void refusesANonceOfAnotherChain() throws Exception {
        keepList();
        Hash32 foreign = EnclaveNonce.of(REGISTRY, new ChainId(8453), BLOCK);
        forge.nonce = foreign;
        forge.boundNonce = foreign;

        assertThat(appraise(forge.policy(), report()).reasons()).containsExactly("binding_mismatch");
    }

    private Evidence report() {
        return new Evidence(SnpVerifier.FORMAT, forge.document(), forge.binding(), BLOCK);
    }

    private EnclaveAppraisal appraise(AppraisalPolicy policy, Evidence evidence) throws Exception {
        return appraisals(policy).appraise(evidence.toBase64(), OPERATOR);
    }

    private EnclaveAppraisals appraisals(AppraisalPolicy policy) {
        Validator validator =
                new Validator(PrivateKey.parse("0x" + "05".repeat(32)), policy, chain.config(), Optional.empty());
        return new EnclaveAppraisals(
                new VerifiedChain(chain),
                new EnclaveAppraiser(policy, EvidenceFormats.verifiers()),
                collateral,
                validator,
                clock);
    }

    /** The chain of certificates comes with the report. */
    private void keepList() throws Exception {
        keepList(Bytes.of(forge.collateral().revocationLists().getFirst().getEncoded()));
    }

    private void keepList(Bytes list) {
        store.keep("amd-kds/vcek/v1/Milan/crl", new Stored(list, Bytes.EMPTY, NOW, NOW.plusSeconds(3600)));
    }
}
