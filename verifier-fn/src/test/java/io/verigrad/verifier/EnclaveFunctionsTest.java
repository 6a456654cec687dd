package io.verigrad.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.ear.ResultTokens;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.enclave.Challenge;
import io.verigrad.verifier.enclave.EnclaveAppraisal;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Challenges and enclaves against a real chain. */
@QuarkusTest
@WithTestResource(VerifierResource.class)
class EnclaveFunctionsTest {
    @TestHTTPResource
    URI base;

    @ConfigProperty(name = "test.result-key")
    String resultKey;

    @Inject
    Bench bench;

    private Functions functions;

    @BeforeEach
    void registersTheEnclave() throws Exception {
        functions = new Functions(base);
        bench.registerEnclave(functions);
    }

    @Test
    void isReadyOnceItSawItsChain() throws Exception {
        HttpResponse<String> health = functions.get("/q/health/ready");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"chain and ledger\"");
    }

    @Test
    void affirmsAnEnclaveThatTheRegistryThenAccepts() throws Exception {
        Challenge challenge = functions.challenge();

        EnclaveAppraisal appraisal = functions.appraise(bench.enclave(), challenge);

        assertThat(appraisal.status()).isEqualTo(EnclaveAppraisal.Status.AFFIRMING);
        EnclaveRegistration registration = appraisal.registration().orElseThrow();
        assertThat(registration.enclaveKey()).isEqualTo(Keys.ENCLAVE.address());
        assertThat(registration.operator()).isEqualTo(Keys.OPERATOR);
        assertThat(registration.policyDigest())
                .isEqualTo(bench.validator().policy().digest());
        Hash32 digest = TypedDataDomain.verigrad(challenge.chainId(), challenge.registry())
                .digest(registration.structHash());
        assertThat(Secp256k1.recover(digest, appraisal.signature().orElseThrow()))
                .contains(Keys.VALIDATOR.address());
        assertThat(bench.chain().keyEpoch(Keys.ENCLAVE.address())).hasValueSatisfying(epoch -> {
            assertThat(epoch.operator()).isEqualTo(Keys.OPERATOR);
            assertThat(epoch.maxAssurance()).isEqualTo(Assurance.UNATTESTED);
        });
    }

    @Test
    void givesItsVerdictAsATokenToo() throws Exception {
        EnclaveAppraisal affirmed = functions.appraise(bench.enclave(), functions.challenge());
        Enclave other = new Enclave(bench.root(), Keys.hash("other image").bytes());
        EnclaveAppraisal refused = functions.appraise(other, functions.challenge());

        assertThat(affirmed.operatorAssurance()).contains(OperatorAssurance.NONE);
        JsonNode good = claims(affirmed.result().orElseThrow());
        assertThat(good.at("/submods/cpu0/ear.status").asText()).isEqualTo("warning");
        assertThat(good.at("/verigrad.registration/enclaveKey").asText())
                .isEqualTo(Keys.ENCLAVE.address().toString());
        JsonNode bad = claims(refused.result().orElseThrow());
        assertThat(bad.at("/submods/cpu0/ear.status").asText()).isEqualTo("contraindicated");
        assertThat(bad.at("/submods/cpu0/verigrad.violations/0/code").asText()).isEqualTo("measurement_not_allowed");
        assertThat(bad.has("verigrad.registration")).isFalse();
    }

    /** The claims of a token that the validator's key signed. */
    private JsonNode claims(String token) throws Exception {
        PublicKey key = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(resultKey)));
        assertThat(ResultTokens.check(token, key, Clock.systemUTC())).isEmpty();
        return Json.read(Base64.getUrlDecoder().decode(token.split("\\.")[1]), JsonNode.class);
    }

    @Test
    void refusesAnEnclaveWithAnotherMeasurement() throws Exception {
        Enclave other = new Enclave(bench.root(), Keys.hash("other image").bytes());

        assertRefused(functions.appraise(other, functions.challenge()), "measurement_not_allowed");
    }

    @Test
    void refusesAnEnclaveUnderAnotherRoot() throws Exception {
        Enclave other =
                new Enclave(SoftwareRoot.create(Clock.systemUTC(), new SecureRandom()), Keys.MEASUREMENT.bytes());

        assertRefused(functions.appraise(other, functions.challenge()), "root_not_pinned");
    }

    @Test
    void refusesAnEnclaveWithANonceOfItsOwn() throws Exception {
        Challenge good = functions.challenge();
        Challenge foreign = with(good, good.blockHash(), Keys.hash("nonce"));
        Challenge unknownBlock = with(good, Keys.hash("block"), good.nonce());

        assertRefused(functions.appraise(bench.enclave(), foreign), "nonce_mismatch");
        assertRefused(functions.appraise(bench.enclave(), unknownBlock), "nonce_mismatch");
    }

    @Test
    void refusesAnEnclaveWithANonceOfAnOldBlock() throws Exception {
        Challenge challenge = functions.challenge();
        AnvilControl.mine(bench.validator().chain().rpcUrl(), 250);
        assertThat(functions.appraise(bench.enclave(), challenge).status())
                .isEqualTo(EnclaveAppraisal.Status.AFFIRMING);

        AnvilControl.mine(bench.validator().chain().rpcUrl(), 250);

        assertRefused(functions.appraise(bench.enclave(), challenge), "nonce_mismatch");
    }

    @Test
    void refusesAnEnclaveWithoutOperator() throws Exception {
        EnclaveAppraisal appraisal = functions.call(
                "appraise-enclave",
                Map.of(
                        "evidence",
                        bench.enclave().evidence(functions.challenge()).toBase64(),
                        "operator",
                        Address.ZERO),
                EnclaveAppraisal.class);

        assertRefused(appraisal, "operator_missing");
    }

    @Test
    void refusesMalformedEvidenceAsAVerdict() throws Exception {
        EnclaveAppraisal appraisal = functions.call(
                "appraise-enclave", Map.of("evidence", "AAAA", "operator", Keys.OPERATOR), EnclaveAppraisal.class);

        assertRefused(appraisal, "evidence_malformed");
    }

    private static void assertRefused(EnclaveAppraisal appraisal, String... reasons) {
        assertThat(appraisal.status()).isEqualTo(EnclaveAppraisal.Status.CONTRAINDICATED);
        assertThat(appraisal.reasons()).containsExactly(reasons);
        assertThat(appraisal.registration()).isEmpty();
        assertThat(appraisal.signature()).isEmpty();
    }

    private static Challenge with(Challenge challenge, Hash32 blockHash, Hash32 nonce) {
        return new Challenge(
                challenge.chainId(),
                challenge.registry(),
                challenge.settlement(),
                challenge.blockNumber(),
                blockHash,
                nonce,
                challenge.policyId());
    }
}
