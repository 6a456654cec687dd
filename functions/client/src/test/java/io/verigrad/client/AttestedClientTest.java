package io.verigrad.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.attestation.EvidenceCheck;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.ViolationCode;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.MemoryStore;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that checks the runner's evidence before it pays. */
class AttestedClientTest {
    private static final Bytes REQUEST = Bytes.of("{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8));

    private FakeRunner runner;
    private BoundedHttp http;
    private CollateralService collateral;
    private VerigradClient client;

    @BeforeEach
    void starts() throws Exception {
        runner = new FakeRunner();
        http = BoundedHttp.create(Duration.ofSeconds(10), 1 << 20);
        collateral =
                new CollateralService(new MemoryStore(), Optional.empty(), Duration.ofSeconds(5), TestEnclave.CLOCK);
        SecureRandom random = new SecureRandom();
        client = new VerigradClient(
                        TestEnclave.NETWORK,
                        ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(1_000)),
                        http,
                        TestEnclave.PAYER,
                        random,
                        TestEnclave.CLOCK)
                .attestedBy(new AttestedKeys(
                        new EvidenceCheck(TestEvidence.policy(), collateral, TestEnclave.CLOCK),
                        http,
                        random,
                        TestEnclave.CLOCK));
    }

    @AfterEach
    void stops() {
        collateral.close();
        http.close();
        runner.close();
    }

    @Test
    void paysARunnerWhoseEvidenceIsGoodAndAsksForItOnce() {
        assertThat(client.post(runner.target(), REQUEST)).isInstanceOf(CallOutcome.Answered.class);
        assertThat(client.post(runner.target(), REQUEST)).isInstanceOf(CallOutcome.Answered.class);

        assertThat(runner.nonces).hasSize(1);
    }

    @Test
    void sendsNothingToARunnerWhoseEvidenceIsForged() {
        runner.evidence = nonce -> TestEvidence.forged(TestEnclave.ENCLAVE, nonce);

        assertRefused("root_not_pinned");
    }

    @Test
    void sendsNothingToARunnerOfAnotherImage() {
        runner.evidence = nonce -> TestEvidence.of(TestEnclave.ENCLAVE, nonce, TestEnclave.hash("other"));

        assertRefused("measurement_not_allowed");
    }

    @Test
    void sendsNothingToARunnerThatRepeatsOldEvidence() {
        runner.evidence = nonce -> TestEvidence.of(TestEnclave.ENCLAVE, Hash32.ZERO);

        assertRefused("nonce_mismatch");
    }

    @Test
    void withholdsAnAnswerOfAKeyWithoutEvidence() {
        // The evidence of an honest enclave, and another one behind it that answers.
        runner.evidence = nonce -> TestEvidence.of(TestEnclave.STRANGER, nonce);

        assertThat(client.post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(
                        CallOutcome.Unverified.class,
                        unverified -> assertThat(unverified
                                        .verification()
                                        .violations()
                                        .getFirst()
                                        .code())
                                .isEqualTo(ViolationCode.KEY_NOT_ATTESTED));
        assertThat(runner.nonces).hasSize(2);
    }

    @Test
    void learnsTheKeyOfARunnerThatWasStartedAnew() {
        PrivateKey[] key = {TestEnclave.STRANGER};
        runner.evidence = nonce -> {
            PrivateKey current = key[0];
            key[0] = TestEnclave.ENCLAVE;
            return TestEvidence.of(current, nonce);
        };

        assertThat(client.post(runner.target(), REQUEST)).isInstanceOf(CallOutcome.Answered.class);
    }

    private void assertRefused(String code) {
        assertThat(client.post(runner.target(), REQUEST)).isInstanceOfSatisfying(CallOutcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(CallOutcome.Reason.RUNNER_NOT_ATTESTED);
            assertThat(refused.detail()).contains(code);
        });
        assertThat(runner.statuses()).containsOnly(200);
    }
}
