package io.verigrad.client.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verigrad.crypto.Sha256;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedRootTest {
    private static final Publisher PUBLISHER = new Publisher(BundleForge.ISSUER, BundleForge.IDENTITY);

    private final BundleForge forge = new BundleForge();

    static Stream<Arguments> defects() {
        return Stream.of(
                defect("Certificate was not verifiable", f -> f.authority = BundleForge.OTHER),
                defect("SCTs", f -> f.certificateLog = BundleForge.OTHER),
                defect("certificate identities", f -> f.identity = BundleForge.IDENTITY + "2"),
                defect("certificate identities", f -> f.issuer = "https://token.example.com"),
                defect("DSSE signature was not valid", f -> f.signer = BundleForge.OTHER),
                defect("DSSE signature was not valid", f -> f.payload = p -> p.replace("slsa", "slsb")),
                defect("digest does not match any subject", f -> f.file = "another file".getBytes(UTF_8)),
                defect("log entry could not be verified", f -> f.promiser = BundleForge.OTHER),
                defect("log entry could not be verified", f -> f.checkpointer = BundleForge.OTHER),
                defect("log entry could not be verified", f -> f.sibling = hash -> new byte[32]),
                defect("while the certificate held", f -> f.integratedAt = Instant.parse("2026-03-01T12:10:00Z")),
                defect("while the certificate held", f -> f.integratedAt = Instant.parse("2026-03-01T11:50:00Z")));
    }

    @Test
    void findsWhoPublishedAFile() throws Exception {
        byte[] bundle = forge.bundle();

        assertThat(check(bundle))
                .isEqualTo(new Publication.Published(Instant.parse("2026-03-01T12:00:00Z"), 1, Sha256.hash(bundle)));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void refuses(String problem, Consumer<BundleForge> defect) throws Exception {
        defect.accept(forge);

        assertThat(check(forge.bundle()))
                .isInstanceOfSatisfying(
                        Publication.NotPublished.class,
                        refused -> assertThat(refused.problem()).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inclusionProof", "inclusionPromise"})
    void refusesABundleWithoutAPlaceOrATimeInTheLog(String member) throws Exception {
        forge.entry = entry -> entry.remove(member);

        assertThat(check(forge.bundle())).isInstanceOf(Publication.Malformed.class);
    }

    @Test
    void refusesWhatIsNoBundle() throws Exception {
        assertThat(check("{}".getBytes(UTF_8))).isInstanceOf(Publication.Malformed.class);
        assertThat(check(new byte[TrustedRoot.MAX_BUNDLE + 1])).isInstanceOf(Publication.Malformed.class);
        assertThat(check(new byte[100])).isInstanceOf(Publication.Malformed.class);
    }

    @Test
    void refusesWhatIsNoTrustedRoot() {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedRoot.parse("[]".getBytes(UTF_8)));
    }

    @Test
    void trustsNobodyWithoutAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Publisher(" ", BundleForge.IDENTITY));
        assertThatIllegalArgumentException().isThrownBy(() -> new Publisher(BundleForge.ISSUER, ""));
    }

    private static Publication check(byte[] bundle) throws Exception {
        return TrustedRoot.parse(BundleForge.trustedRoot()).check("the file".getBytes(UTF_8), bundle, PUBLISHER);
    }

    private static Arguments defect(String problem, Consumer<BundleForge> defect) {
        return Arguments.of(problem, defect);
    }
}
