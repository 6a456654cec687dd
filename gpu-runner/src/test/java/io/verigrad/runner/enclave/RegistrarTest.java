package io.verigrad.runner.enclave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.software.SoftwareAttester;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.runner.enclave.EnclaveState.Registered;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.standin.FunctionServer;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.SettlementStandIn;
import io.verigrad.runner.standin.VerifierStandIn;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrarTest {
    private static final Subject SUBJECT = new Subject(
            Network.CHAIN, Network.REGISTRY, Network.OPERATOR, Network.HOST, Network.RUNTIME, Network.BLOCK);

    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final SoftwareRoot root = SoftwareRoot.create(clock, random);
    private final Enclave enclave = new Enclave(EnclaveKeys.generate(random), Network.DOMAIN, clock);
    private final VerifierStandIn verifier = new VerifierStandIn(root);
    private final SettlementStandIn settlement = new SettlementStandIn();

    @AfterEach
    void close() {
        verifier.close();
        settlement.close();
    }

    @Test
    void opensAnEpochOnceTheTransactionIsFinal() throws Exception {
        Registered registered = registrar(SUBJECT, root, settlement.url()).register();

        assertThat(registered.registration().enclaveKey()).isEqualTo(enclave.address());
        assertThat(registered.registration().maxAssurance()).isEqualTo(Assurance.UNATTESTED);
        assertThat(registered.covers(clock.instant())).isTrue();
        assertThat(registered.renewAt())
                .isBetween(
                        clock.instant().plus(Duration.ofDays(5)),
                        clock.instant().plus(Duration.ofDays(6)));
        assertThat(enclave.notReady()).isPresent();
        enclave.become(registered);
        assertThat(enclave.notReady()).isEmpty();
    }

    @Test
    void givesNoEvidenceToAVerifierOfAnotherNetwork() {
        Subject otherChain = new Subject(
                new ChainId(1), Network.REGISTRY, Network.OPERATOR, Network.HOST, Network.RUNTIME, Network.BLOCK);
        Subject otherRegistry = new Subject(
                Network.CHAIN, Address.ZERO, Network.OPERATOR, Network.HOST, Network.RUNTIME, Network.BLOCK);

        assertThatThrownBy(() -> registrar(otherChain, root, settlement.url()).register())
                .isInstanceOf(RegistrationException.class)
                .hasMessageContaining("expected a verifier for eip155:1");
        assertThatThrownBy(
                        () -> registrar(otherRegistry, root, settlement.url()).register())
                .isInstanceOf(RegistrationException.class);
    }

    @Test
    void passesOnWhyAVerifierRejects() {
        SoftwareRoot stranger = SoftwareRoot.create(clock, random);

        assertThatThrownBy(() -> registrar(SUBJECT, stranger, settlement.url()).register())
                .isInstanceOf(RegistrationException.class)
                .hasMessageContaining("the verifier rejects this enclave: [");
    }

    @Test
    void passesOnWhySettlementRefuses() {
        try (FunctionServer refusing = new FunctionServer()
                .with("register", _ -> Map.of("status", "refused", "reason", "EnclaveRegistryKeyRevoked"))) {
            assertThatThrownBy(() -> registrar(SUBJECT, root, refusing.url()).register())
                    .isInstanceOf(RegistrationException.class)
                    .hasMessageContaining("EnclaveRegistryKeyRevoked");
        }
    }

    @Test
    void signsForNoOtherKeyThanItsOwn() {
        Enclave other = new Enclave(EnclaveKeys.generate(random), Network.DOMAIN, clock);
        try (FunctionServer dishonest = new FunctionServer()
                .with(
                        "challenge",
                        _ -> new Challenge(
                                Network.CHAIN,
                                Network.REGISTRY,
                                Network.SETTLEMENT,
                                Network.BLOCK,
                                EnclaveNonce.of(Network.REGISTRY, Network.CHAIN, Network.BLOCK),
                                Hash32.ZERO))
                .with(
                        "appraise-enclave",
                        _ -> Map.of(
                                "status",
                                "affirming",
                                "registration",
                                new EnclaveRegistration(
                                        other.address(),
                                        Hash32.ZERO,
                                        Hash32.ZERO,
                                        Hash32.ZERO,
                                        Network.OPERATOR,
                                        Assurance.UNATTESTED,
                                        1,
                                        2)))) {
            Registrar registrar = new Registrar(
                    enclave,
                    attester(root),
                    SUBJECT,
                    new FunctionClient(HttpClient.newHttpClient(), Duration.ofSeconds(5)),
                    List.of(dishonest.url()),
                    settlement.url());

            assertThatThrownBy(registrar::register).hasMessageContaining("another key or operator");
        }
    }

    @Test
    void registersThoughOneValidatorIsDownOneRefusesAndOneLies() throws Exception {
        List<JsonNode> submitted = new CopyOnWriteArrayList<>();
        SoftwareRoot stranger = SoftwareRoot.create(clock, random);
        try (VerifierStandIn refusing = new VerifierStandIn(stranger);
                FunctionServer down = new FunctionServer();
                FunctionServer lying = new FunctionServer().with("appraise-enclave", body -> {
                    ObjectNode answer =
                            (ObjectNode) new FunctionClient(HttpClient.newHttpClient(), Duration.ofSeconds(5))
                                    .call(verifier.url(), "appraise-enclave", body);
                    return answer.put("validator", Network.HOST.toString());
                });
                FunctionServer chain = new FunctionServer().with("register", body -> {
                    submitted.add(body);
                    return Map.of("status", "registered");
                })) {
            Registrar registrar = new Registrar(
                    enclave,
                    attester(root),
                    SUBJECT,
                    new FunctionClient(HttpClient.newHttpClient(), Duration.ofSeconds(5)),
                    List.of(down.url(), refusing.url(), lying.url(), verifier.url()),
                    chain.url());

            assertThat(registrar.register().registration().enclaveKey()).isEqualTo(enclave.address());
            assertThat(submitted).hasSize(1);
            assertThat(submitted.getFirst().path("endorsements")).hasSize(1);
            assertThat(submitted.getFirst().at("/endorsements/0/validator").asText())
                    .isEqualTo(Network.VALIDATOR.address().toString());
        }
    }

    @Test
    void anEpochEnds() {
        EnclaveRegistration registration = new EnclaveRegistration(
                enclave.address(),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                Network.OPERATOR,
                Assurance.WEIGHTS_BOUND,
                1_000,
                2_000);
        Registered registered = new Registered(
                registration,
                attester(root).attest(Network.BLOCK, Network.BLOCK, SUBJECT.binding(enclave.keys(), Hash32.ZERO)));

        assertThat(registered.covers(Instant.ofEpochSecond(999))).isFalse();
        assertThat(registered.covers(Instant.ofEpochSecond(1_000))).isTrue();
        assertThat(registered.covers(Instant.ofEpochSecond(1_999))).isTrue();
        assertThat(registered.covers(Instant.ofEpochSecond(2_000))).isFalse();
        assertThat(registered.renewAt()).isEqualTo(Instant.ofEpochSecond(1_750));
        enclave.become(registered);
        assertThat(enclave.assurance()).isEqualTo(Assurance.WEIGHTS_BOUND);
        assertThat(enclave.notReady())
                .hasValueSatisfying(reason -> assertThat(reason).contains("present time"));
    }

    private Registrar registrar(Subject subject, SoftwareRoot attesting, URI settlementUrl) {
        return new Registrar(
                enclave,
                attester(attesting),
                subject,
                new FunctionClient(HttpClient.newHttpClient(), Duration.ofSeconds(5)),
                List.of(verifier.url()),
                settlementUrl);
    }

    private SoftwareAttester attester(SoftwareRoot attesting) {
        return new SoftwareAttester(attesting, Map.of(0, Network.RUNTIME.bytes()), clock, random);
    }
}
