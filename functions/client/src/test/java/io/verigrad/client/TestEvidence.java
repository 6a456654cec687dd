package io.verigrad.client;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.attestation.software.SoftwareAttester;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.ohttp.Gateway;
import io.verigrad.ohttp.KeyConfig;
import io.verigrad.value.Hash32;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** Software evidence of a runner, under a root of the test. */
public final class TestEvidence {
    public static final Hash32 BLOCK = TestEnclave.hash("block");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Opens what is sealed to this evidence. */
    public static final Gateway GATEWAY =
            new Gateway(KeyConfig.RUNNER_KEY, new X25519PrivateKeyParameters(RANDOM), RANDOM);

    private static final SoftwareRoot ROOT = SoftwareRoot.create(TestEnclave.CLOCK, RANDOM);

    private TestEvidence() {}

    public static Evidence of(PrivateKey key, Hash32 nonce) {
        return of(key, nonce, TestEnclave.hash("runtime"));
    }

    public static Evidence of(PrivateKey key, Hash32 nonce, Hash32 image) {
        return of(key, nonce, image, ROOT, TestEnclave.CLOCK);
    }

    /** Under a root that no policy of the tests pins. */
    public static Evidence forged(PrivateKey key, Hash32 nonce) {
        SoftwareRoot other = SoftwareRoot.create(TestEnclave.CLOCK, RANDOM);
        return of(key, nonce, TestEnclave.hash("runtime"), other, TestEnclave.CLOCK);
    }

    private static Evidence of(PrivateKey key, Hash32 nonce, Hash32 image, SoftwareRoot root, Clock clock) {
        Binding binding = new Binding(
                key.publicKey(),
                Hash32.ZERO,
                Hash32.of(GATEWAY.config().publicKey()),
                Hash32.ZERO,
                image,
                TestEnclave.hash("models"),
                policy().policyId());
        return new SoftwareAttester(root, Map.of(0, image.bytes()), clock, RANDOM).attest(BLOCK, nonce, binding);
    }

    public static AppraisalPolicy policy() {
        try {
            return AppraisalPolicy.parse(yaml());
        } catch (PolicyFormatException e) {
            throw new AssertionError(e);
        }
    }

    public static String yaml() {
        return """
                version: 1
                id: client-test
                development: true
                evidence-max-age: PT5M
                clock-skew: PT30S
                epoch-lifetime: P1D
                formats:
                  software-v1:
                    max-assurance: UNATTESTED
                    roots: ["%s"]
                    measurements:
                      - name: runner
                        registers: { pcr0: "%s" }
                """.formatted(ROOT.fingerprint(), TestEnclave.hash("runtime"));
    }
}
