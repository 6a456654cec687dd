package io.verigrad.attestation.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.verigrad.attestation.CompositeForge;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Fixtures;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.receipt.EnclaveRegistration;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ResultTokensTest {
    private static final KeyPair KEY = CertificateForge.ec("secp256r1");

    private final CompositeForge forge = new CompositeForge();

    @Test
    void saysForEveryPartWhatTheVerdictIs() throws Exception {
        AttestationResult result = result();
        JsonNode claims = result.claims("test");

        assertThat(result.status()).isEqualTo(Submodule.Status.WARNING);
        assertThat(claims.path("eat_nonce").asText())
                .isEqualTo(forge.cpu.nonce.toString().substring(2));
        assertThat(claims.path("submods").fieldNames()).toIterable().containsExactly("cpu0", "gpu0", "gpu1");
        assertThat(claims.at("/submods/gpu0/ear.status").asText()).isEqualTo("warning");
        assertThat(claims.at("/submods/gpu0/ear.trustworthiness-vector/executables")
                        .asInt())
                .isEqualTo(2);
        assertThat(claims.at("/submods/cpu0/ear.appraisal-policy-id").asText())
                .isEqualTo("verigrad-test#" + forge.cpu.policy().digest());
        assertThat(claims.path("verigrad.operator-assurance").asText()).isEqualTo("NONE");
    }

    @Test
    void isReadByAnotherLibrary() throws Exception {
        String token = ResultTokens.sign(result().claims("test"), "verifier-1", KEY.getPrivate());

        SignedJWT read = SignedJWT.parse(token);

        assertThat(read.verify(new ECDSAVerifier((ECPublicKey) KEY.getPublic())))
                .isTrue();
        assertThat(read.getHeader().getKeyID()).isEqualTo("verifier-1");
        assertThat(read.getJWTClaimsSet().getStringClaim("eat_profile")).isEqualTo(AttestationResult.PROFILE);
        assertThat(read.getJWTClaimsSet().getJSONObjectClaim("submods")).containsKeys("cpu0", "gpu0", "gpu1");
        assertThat(codes(token, KEY.getPublic(), EvidenceForge.CLOCK)).isEmpty();
    }

    @Test
    void carriesTheRegistrationThatValidatorsSign() throws Exception {
        Evidence evidence = forge.evidence();
        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) forge.appraise(evidence);
        TypedDataDomain domain = TypedDataDomain.verigrad(EvidenceForge.CHAIN, EvidenceForge.REGISTRY);

        JsonNode claims = result(evidence, verdict).claims("test");

        EnclaveRegistration carried = Json.convert(claims.path("verigrad.registration"), EnclaveRegistration.class);
        assertThat(domain.digest(carried.structHash()))
                .isEqualTo(domain.digest(verdict.registration().structHash()));
        assertThat(claims.path("exp").asLong()).isEqualTo(carried.validUntil());
    }

    @Test
    void saysWhatIsWrongWithWhichPart() throws Exception {
        forge.second.signer = forge.first.otherKey();
        forge.minimum = 1;

        AttestationResult result = result();
        JsonNode claims = result.claims("test");

        assertThat(result.status()).isEqualTo(Submodule.Status.CONTRAINDICATED);
        assertThat(result.operatorAssurance()).isEqualTo(OperatorAssurance.NONE);
        assertThat(claims.at("/submods/gpu1/verigrad.violations/0/code").asText())
                .isEqualTo("signature_invalid");
        assertThat(claims.at("/submods/gpu1/ear.trustworthiness-vector/instance-identity")
                        .asInt())
                .isEqualTo(99);
        assertThat(claims.at("/submods/gpu0/ear.status").asText()).isEqualTo("contraindicated");
        assertThat(claims.at("/submods/gpu0").has("verigrad.violations")).isFalse();
        assertThat(claims.has("verigrad.registration")).isFalse();
    }

    @Test
    void believesNoTokenThatIsOldOrOfAnotherKeyOrProfile() throws Exception {
        String token = ResultTokens.sign(result().claims("test"), "v", KEY.getPrivate());
        Clock later = Clock.offset(EvidenceForge.CLOCK, Duration.ofDays(2));
        Clock earlier = Clock.offset(EvidenceForge.CLOCK, Duration.ofDays(-2));

        assertThat(codes(token, KEY.getPublic(), later)).containsExactly("result_expired");
        assertThat(codes(token, KEY.getPublic(), earlier)).containsExactly("result_from_future");
        assertThat(codes(token, CertificateForge.ec("secp256r1").getPublic(), EvidenceForge.CLOCK))
                .containsExactly("result_signature_invalid");
        assertThat(codes(changed(c -> c.put("eat_profile", "x")), KEY.getPublic(), EvidenceForge.CLOCK))
                .containsExactly("result_profile");
        assertThat(codes(changed(c -> c.remove("exp")), KEY.getPublic(), EvidenceForge.CLOCK))
                .containsExactly("result_expired");
    }

    @Test
    void judgesTokensOfOtherVerifiers() throws Exception {
        assumeTrue(Fixtures.folder("jwt").isPresent(), "no fixtures beside the repository");
        JsonNode jwk = Fixtures.json("jwt", "veraison-ear-test-pub.jwk.json");
        PublicKey key = key(jwk);
        Clock clock = Clock.fixed(Instant.parse("2024-02-01T00:00:00Z"), ZoneOffset.UTC);
        List<String> table = new ArrayList<>();
        for (String name : List.of(
                "veraison-ear-a",
                "veraison-ear-b",
                "veraison-ear-c",
                "veraison-services-ear",
                "veraison-HS256-must-reject",
                "coco-ear-es256-headerjwk",
                "coco-as-rs384-payloadjwk",
                "azure-maa-azurevm-2023",
                "intel-trust-authority-ps384-2023")) {
            String token = new String(Fixtures.read("jwt", name + ".jwt").toArray(), StandardCharsets.US_ASCII).strip();
            String verdict;
            try {
                List<String> codes = codes(token, key, clock);
                verdict = codes.toString();
                if (name.startsWith("veraison-ear") || name.startsWith("veraison-services")) {
                    // Signed by the key, without an end: a strict reader demands one.
                    assertThat(codes).as(name).contains("result_expired").doesNotContain("result_signature_invalid");
                } else {
                    assertThat(codes).as(name).contains("result_signature_invalid");
                }
            } catch (EvidenceFormatException e) {
                verdict = "malformed " + e.getMessage();
            }
            table.add("%-36s REJECT %s".formatted(name, verdict));
        }
        Fixtures.write("jwt", table);
        assertThat(table).hasSize(9);
    }

    private String changed(Consumer<ObjectNode> change) throws Exception {
        ObjectNode claims = result().claims("test");
        change.accept(claims);
        return ResultTokens.sign(claims, "v", KEY.getPrivate());
    }

    private AttestationResult result() throws EvidenceFormatException {
        Evidence evidence = forge.evidence();
        return result(evidence, forge.appraise(evidence));
    }

    private AttestationResult result(Evidence evidence, EnclaveVerdict verdict) throws EvidenceFormatException {
        return AttestationResult.of(evidence, verdict, forge.cpu.nonce, forge.cpu.policy(), EvidenceForge.CLOCK);
    }

    private static List<String> codes(String token, PublicKey key, Clock clock) throws EvidenceFormatException {
        return ResultTokens.check(token, key, clock).stream()
                .map(Violation::code)
                .toList();
    }

    private static PublicKey key(JsonNode jwk) throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(number(jwk, "x"), number(jwk, "y")),
                        parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonNode jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asText()));
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ResultTokens.sign(
                        Json.mapper().createObjectNode(),
                        "v",
                        CertificateForge.rsa(2048).getPrivate()));
    }
}
