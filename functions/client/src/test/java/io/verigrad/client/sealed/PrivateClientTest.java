package io.verigrad.client.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.TestEvidence;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.attestation.EvidenceCheck;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.MemoryStore;
import io.verigrad.ohttp.Gateway;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client whose calls only the attested enclave can read. */
class PrivateClientTest {
    private static final String SECRET = "xylophone4711";
    private static final Bytes REQUEST =
            Bytes.of(("{\"model\":\"m\",\"input\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8));

    private final SecureRandom random = new SecureRandom();
    private FakeRunner runner;
    private FakeGateway gateway;
    private BoundedHttp http;
    private CollateralService collateral;
    private VerigradClient client;

    @BeforeEach
    void starts() throws Exception {
        runner = new FakeRunner();
        gateway = new FakeGateway(runner, TestEvidence.GATEWAY);
        http = BoundedHttp.create(Duration.ofSeconds(10), 1 << 20);
        collateral =
                new CollateralService(new MemoryStore(), Optional.empty(), Duration.ofSeconds(5), TestEnclave.CLOCK);
        AttestedKeys keys = new AttestedKeys(
                new EvidenceCheck(TestEvidence.policy(), collateral, TestEnclave.CLOCK),
                http,
                random,
                TestEnclave.CLOCK);
        client = new VerigradClient(
                        TestEnclave.NETWORK,
                        ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(1_000)),
                        http,
                        TestEnclave.PAYER,
                        random,
                        TestEnclave.CLOCK)
                .privately(keys, Optional.of(gateway.url()));
    }

    @AfterEach
    void stops() {
        collateral.close();
        http.close();
        gateway.close();
        runner.close();
    }

    @Test
    void paysAndVerifiesUnderTheSeal() {
        assertThat(client.post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(
                        CallOutcome.Answered.class,
                        answered -> assertThat(answered.body().toArray()).isEqualTo(FakeRunner.ANSWER));
        assertThat(gateway.seen).hasSize(2);
        assertThat(gateway.seen)
                .noneMatch(message -> new String(message, StandardCharsets.ISO_8859_1).contains(SECRET))
                .noneMatch(message -> new String(message, StandardCharsets.ISO_8859_1).contains("payment-signature"));
    }

    @Test
    void sealsForNobodyWhoseEvidenceIsForged() {
        runner.evidence = nonce -> TestEvidence.forged(TestEnclave.ENCLAVE, nonce);
        assertThat(client.post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CallOutcome.Reason.RUNNER_NOT_ATTESTED));
        assertThat(gateway.seen).isEmpty();
    }

    @Test
    void asksForTheKeyOfARunnerThatWasStartedAnewAndPaysOnce() {
        gateway.gateway = new Gateway(2, new X25519PrivateKeyParameters(random), random);
        runner.evidence = nonce -> {
            if (runner.nonces.size() > 1) {
                gateway.gateway = TestEvidence.GATEWAY;
            }
            return TestEvidence.of(TestEnclave.ENCLAVE, nonce);
        };
        assertThat(client.post(runner.target(), REQUEST)).isInstanceOf(CallOutcome.Answered.class);
        assertThat(runner.nonces).hasSize(2);
        assertThat(runner.statuses()).containsExactly(200, 200, 402, 200);
    }

    @Test
    void takesNoAnswerInTheClear() {
        gateway.inTheClear = true;
        assertThat(client.post(runner.target(), REQUEST))
                .isInstanceOfSatisfying(
                        CallOutcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.problem()).contains("in the clear"));
    }
}
