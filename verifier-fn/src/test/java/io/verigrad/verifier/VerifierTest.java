package io.verigrad.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.chain.Chain;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAppraised.Status;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentState;
import io.verigrad.ledger.Payments;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.chain.VerifiedChain;
import io.verigrad.verifier.config.Validator;
import io.verigrad.verifier.enclave.Challenge;
import io.verigrad.verifier.enclave.EnclaveAppraisal;
import io.verigrad.verifier.endorsement.Endorsement;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole function against a real database and a real chain. */
@QuarkusTest
@WithTestResource(VerifierResource.class)
class VerifierTest {
    @TestHTTPResource
    URI base;

    @Inject
    @Connector("smallrye-in-memory")
    InMemoryConnector connector;

    @Inject
    Payments payments;

    @Inject
    Validator validator;

    @Inject
    VerifiedChain chain;

    @ConfigProperty(name = "test.root-file")
    Path rootFile;

    private Functions functions;
    private Bus bus;

    @BeforeEach
    void registersTheEnclaveOnce() throws Exception {
        functions = new Functions(base);
        bus = new Bus(connector);
        Chain verified = chain.get();
        if (verified.keyEpoch(Keys.ENCLAVE.address()).isEmpty()) {
            Challenge challenge = challenge();
            Enclave.register(appraise(enclave(), challenge), challenge, verified);
        }
    }

    @Test
    void isReadyOnceItSawItsChain() throws Exception {
        HttpResponse<String> health = functions.get("/q/health/ready");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"chain\"");
    }

    @Test
    void affirmsAnEnclaveThatTheRegistryThenAccepts() throws Exception {
        Challenge challenge = challenge();

        EnclaveAppraisal appraisal = appraise(enclave(), challenge);

        assertThat(appraisal.status()).isEqualTo(EnclaveAppraisal.Status.AFFIRMING);
        EnclaveRegistration registration = appraisal.registration().orElseThrow();
        assertThat(registration.enclaveKey()).isEqualTo(Keys.ENCLAVE.address());
        assertThat(registration.operator()).isEqualTo(Keys.OPERATOR);
        assertThat(registration.policyDigest()).isEqualTo(validator.policy().digest());
        Hash32 digest = TypedDataDomain.verigrad(challenge.chainId(), challenge.registry())
                .digest(registration.structHash());
        assertThat(Secp256k1.recover(digest, appraisal.signature().orElseThrow()))
                .contains(Keys.VALIDATOR.address());
        assertThat(chain.get().keyEpoch(Keys.ENCLAVE.address())).hasValueSatisfying(epoch -> {
            assertThat(epoch.operator()).isEqualTo(Keys.OPERATOR);
            assertThat(epoch.maxAssurance()).isEqualTo(Assurance.UNATTESTED);
        });
    }

    @Test
    void refusesAnEnclaveWithAnotherMeasurement() throws Exception {
        Enclave other = new Enclave(root(), Keys.hash("other image").bytes());

        assertRefused(appraise(other, challenge()), "measurement_not_allowed");
    }

    @Test
    void refusesAnEnclaveUnderAnotherRoot() throws Exception {
        Enclave other =
                new Enclave(SoftwareRoot.create(Clock.systemUTC(), new SecureRandom()), Keys.MEASUREMENT.bytes());

        assertRefused(appraise(other, challenge()), "root_not_pinned");
    }

    @Test
    void refusesAnEnclaveWithANonceOfItsOwn() throws Exception {
        Challenge good = challenge();
        Challenge foreign = with(good, good.blockHash(), Keys.hash("nonce"));
        Challenge unknownBlock = with(good, Keys.hash("block"), good.nonce());

        assertRefused(appraise(enclave(), foreign), "nonce_mismatch");
        assertRefused(appraise(enclave(), unknownBlock), "nonce_mismatch");
    }

    @Test
    void refusesAnEnclaveWithANonceOfAnOldBlock() throws Exception {
        Challenge challenge = challenge();
        AnvilControl.mine(validator.chain().rpcUrl(), 250);
        assertThat(appraise(enclave(), challenge).status()).isEqualTo(EnclaveAppraisal.Status.AFFIRMING);

        AnvilControl.mine(validator.chain().rpcUrl(), 250);

        assertRefused(appraise(enclave(), challenge), "nonce_mismatch");
    }

    @Test
    void refusesAnEnclaveWithoutOperator() throws Exception {
        EnclaveAppraisal appraisal = functions.call(
                "appraise-enclave",
                Map.of("evidence", enclave().evidence(challenge()).toBase64(), "operator", Address.ZERO),
                EnclaveAppraisal.class);

        assertRefused(appraisal, "operator_missing");
    }

    @Test
    void refusesMalformedEvidenceAsAVerdict() throws Exception {
        EnclaveAppraisal appraisal = functions.call(
                "appraise-enclave", Map.of("evidence", "AAAA", "operator", Keys.OPERATOR), EnclaveAppraisal.class);

        assertRefused(appraisal, "evidence_malformed");
    }

    @Test
    void affirmsAGoodReceipt() throws Exception {
        ServedCall call = reserved(good -> {});
        SignedReceipt receipt = call.receipt();

        bus.attest(receipt);

        assertThat(payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
        assertThat(payment(call).receiptId()).contains(receipt.id());
        assertThat(bus.appraised(receipt.id()))
                .containsExactly(new InferenceAppraised(receipt.id(), call.paymentId(), Status.AFFIRMING, List.of()));
    }

    @Test
    void emitsAppraisedEventsAsCloudEventsKeyedByPayment() throws Exception {
        ServedCall call = reserved(good -> {});

        bus.attest(call.receipt());

        Message<byte[]> message = bus.messages().getLast();
        assertThat(message.getMetadata(OutgoingCloudEventMetadata.class)).hasValueSatisfying(event -> {
            assertThat(event.getType()).isEqualTo(InferenceAppraised.TYPE);
            assertThat(event.getId()).isEqualTo(call.receipt().id().toString());
            assertThat(event.getSource()).isEqualTo(URI.create("/verifier-fn/" + Keys.VALIDATOR.address()));
        });
        assertThat(message.getMetadata(OutgoingKafkaRecordMetadata.class))
                .hasValueSatisfying(record ->
                        assertThat(record.getKey()).isEqualTo(call.paymentId().toString()));
    }

    @Test
    void releasesThePaymentOfEachKindOfBadReceipt() throws Exception {
        Map<String, Consumer<ServedCall>> defects = Map.ofEntries(
                Map.entry("issued_too_long_ago", c -> c.issuedAt = c.now - 7300),
                Map.entry("issued_in_future", c -> c.issuedAt = c.now + 200),
                Map.entry("cap_mismatch", c -> c.value = 900),
                Map.entry("charge_not_exact", c -> {
                    c.charge = 900;
                    c.flatPrice = 900;
                }),
                Map.entry("charge_not_offered", c -> c.flatPrice = 900),
                Map.entry("request_mismatch", c -> {
                    c.requestHash = Keys.hash("other");
                    c.clientNonce = Hash32.ZERO;
                }),
                Map.entry("client_nonce_mismatch", c -> c.clientNonce = Keys.hash("other")),
                Map.entry("offer_expired", c -> c.offerExpiresAt = c.now - 60),
                Map.entry("scheme_unsupported", c -> c.scheme = Scheme.CHANNEL),
                Map.entry("assurance_too_high", c -> c.assurance = Assurance.ATTESTED_RUNTIME),
                Map.entry("key_unknown", c -> {
                    c.enclave = Keys.OTHER;
                    c.reservedFor = Keys.OTHER;
                    c.signer = Keys.OTHER;
                }));
        for (Map.Entry<String, Consumer<ServedCall>> defect : defects.entrySet()) {
            ServedCall call = reserved(defect.getValue());
            SignedReceipt receipt = call.receipt();

            bus.attest(receipt);

            assertThat(bus.appraised(receipt.id()))
                    .as(defect.getKey())
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.status()).isEqualTo(Status.CONTRAINDICATED);
                        assertThat(event.reasons()).contains(defect.getKey());
                    });
            assertThat(payment(call).state()).as(defect.getKey()).isEqualTo(PaymentState.RELEASED);
            assertThat(payment(call).reasons()).contains(defect.getKey());
        }
    }

    @Test
    void leavesThePaymentAloneWhereTheReceiptIsForged() throws Exception {
        Map<String, Consumer<ServedCall>> forgeries = Map.of(
                "signature_invalid", c -> c.signer = Keys.OTHER,
                "enclave_key_mismatch",
                        c -> {
                            c.enclave = Keys.OTHER;
                            c.signer = Keys.OTHER;
                        },
                "domain_mismatch",
                        c -> c.receiptDomain = TypedDataDomain.verigradTest(
                                validator.chain().chainId(), validator.chain().settlement()));
        for (Map.Entry<String, Consumer<ServedCall>> forgery : forgeries.entrySet()) {
            ServedCall call = reserved(forgery.getValue());
            SignedReceipt forged = call.receipt();

            bus.attest(forged);

            assertThat(bus.appraised(forged.id()))
                    .singleElement()
                    .satisfies(event -> assertThat(event.reasons()).containsExactly(forgery.getKey()));
            assertThat(payment(call).state()).as(forgery.getKey()).isEqualTo(PaymentState.RESERVED);
        }
    }

    @Test
    void affirmsTheRealReceiptAfterAForgedOne() throws Exception {
        ServedCall call = reserved(c -> c.signer = Keys.OTHER);
        bus.attest(call.receipt());
        call.signer = Keys.ENCLAVE;

        bus.attest(call.receipt());

        assertThat(payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
    }

    @Test
    void refusesASecondReceiptOfAPayment() throws Exception {
        ServedCall call = reserved(good -> {});
        bus.attest(call.receipt());
        call.response = "another response";
        SignedReceipt second = call.receipt();

        bus.attest(second);

        assertThat(bus.appraised(second.id()))
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly("payment_not_reserved"));
        assertThat(payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
    }

    @Test
    void refusesAReceiptWithoutReservation() throws Exception {
        SignedReceipt receipt = call(c -> {}).receipt();

        bus.attest(receipt);

        assertThat(bus.appraised(receipt.id()))
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly("payment_unknown"));
    }

    @Test
    void answersARepeatedEventAlikeAndMovesThePaymentOnce() throws Exception {
        ServedCall good = reserved(c -> {});
        ServedCall bad = reserved(c -> {
            c.flatPrice = 1;
            c.offerExpiresAt = c.now - 60;
        });
        for (ServedCall call : List.of(good, bad)) {
            SignedReceipt receipt = call.receipt();
            bus.attest(receipt);
            Payment first = payment(call);

            bus.attest(receipt);
            bus.attest(receipt);

            assertThat(bus.appraised(receipt.id()))
                    .hasSize(3)
                    .allMatch(bus.appraised(receipt.id()).getFirst()::equals);
            assertThat(payment(call)).isEqualTo(first);
        }
        assertThat(payment(good).state()).isEqualTo(PaymentState.AFFIRMED);
        assertThat(payment(bad).state()).isEqualTo(PaymentState.RELEASED);
    }

    @Test
    void finishesWhatACrashInterrupted() throws Exception {
        ServedCall served = reserved(c -> {});
        payments.served(served.paymentId(), served.receipt()).await().indefinitely();
        ServedCall refused = reserved(c -> c.flatPrice = 1);
        payments.served(refused.paymentId(), refused.receipt()).await().indefinitely();
        payments.contraindicate(refused.paymentId(), validator.address(), List.of("charge_not_offered"))
                .await()
                .indefinitely();

        bus.attest(served.receipt());
        bus.attest(refused.receipt());

        assertThat(payment(served).state()).isEqualTo(PaymentState.AFFIRMED);
        assertThat(payment(refused).state()).isEqualTo(PaymentState.RELEASED);
        assertThat(bus.appraised(refused.receipt().id()))
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly("charge_not_offered"));
    }

    @Test
    void refusesMalformedEventsAndGoesOn() throws Exception {
        byte[] event = Json.write(new InferenceAttested(call(c -> {}).receipt()));
        Metadata ofAnotherType = Metadata.of(new DefaultIncomingCloudEventMetadata<>(
                "1.0",
                "1",
                URI.create("/test"),
                "another.type",
                "application/json",
                null,
                null,
                null,
                Map.of(),
                event));

        assertThat(bus.send("{".getBytes(StandardCharsets.UTF_8), Metadata.empty()))
                .isFalse();
        assertThat(bus.send("{}".getBytes(StandardCharsets.UTF_8), Metadata.empty()))
                .isFalse();
        assertThat(bus.send(new byte[70_000], Metadata.empty())).isFalse();
        assertThat(bus.send(event, ofAnotherType)).isFalse();
        assertThat(bus.send(event, Metadata.empty())).isTrue();
    }

    @Test
    void answersACloudEventWithACloudEvent() throws Exception {
        ServedCall call = reserved(c -> {});
        SignedReceipt receipt = call.receipt();

        HttpResponse<byte[]> response = functions.post(
                "",
                Json.write(new InferenceAttested(receipt)),
                Map.of(
                        "ce-specversion", "1.0",
                        "ce-id", "1",
                        "ce-source", "/test",
                        "ce-type", InferenceAttested.TYPE));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ce-type")).contains(InferenceAppraised.TYPE);
        assertThat(Json.read(response.body(), InferenceAppraised.class).status())
                .isEqualTo(Status.AFFIRMING);
        assertThat(payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
    }

    @Test
    void endorsesABatchOfWhatItAffirmed() throws Exception {
        List<Hash32> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SignedReceipt receipt = reserved(c -> {}).receipt();
            bus.attest(receipt);
            ids.add(receipt.id());
        }
        long now = Instant.now().getEpochSecond();

        Endorsement endorsement = endorse(ids, now);

        Appraisal expected =
                new Appraisal(MerkleTree.of(ids).root(), 3, validator.policy().digest(), now);
        assertThat(endorsement.status()).isEqualTo(Endorsement.Status.ENDORSED);
        assertThat(endorsement.appraisal()).contains(expected);
        assertThat(Secp256k1.recover(
                        validator.settlementDomain().digest(expected.structHash()),
                        endorsement.signature().orElseThrow()))
                .contains(Keys.VALIDATOR.address());
    }

    @Test
    void endorsesNothingOfABatchWithOneReceiptThatItDidNotAffirm() throws Exception {
        SignedReceipt good = reserved(c -> {}).receipt();
        SignedReceipt bad = reserved(c -> c.flatPrice = 1).receipt();
        bus.attest(good);
        bus.attest(bad);
        Hash32 unknown = Keys.hash("unknown");
        long now = Instant.now().getEpochSecond();

        Endorsement endorsement = endorse(List.of(good.id(), bad.id(), unknown, good.id()), now);

        assertThat(endorsement.status()).isEqualTo(Endorsement.Status.REFUSED);
        assertThat(endorsement.refused())
                .containsExactly(
                        new Endorsement.Refusal(bad.id(), "not_affirmed"),
                        new Endorsement.Refusal(unknown, "not_affirmed"),
                        new Endorsement.Refusal(good.id(), "duplicate"));
        assertThat(endorsement.signature()).isEmpty();
        assertThat(endorse(List.of(), now).reason()).contains("batch_empty");
        assertThat(endorse(List.of(good.id()), now - 100).reason()).contains("appraised_at_not_current");
        assertThat(endorse(List.of(good.id()), now + 100).reason()).contains("appraised_at_not_current");
    }

    @Test
    void refusesABodyThatIsNotWhatTheFunctionTakes() throws Exception {
        for (String body : List.of("{}", "{\"receiptIds\":[\"0x00\"],\"appraisedAt\":\"1\"}", "[", "null")) {
            assertThat(functions
                            .post("endorse", body.getBytes(StandardCharsets.UTF_8), Map.of())
                            .statusCode())
                    .as(body)
                    .isBetween(400, 500);
        }
    }

    private Endorsement endorse(List<Hash32> ids, long appraisedAt) throws Exception {
        return functions.call(
                "endorse", Map.of("receiptIds", ids, "appraisedAt", Long.toString(appraisedAt)), Endorsement.class);
    }

    private Challenge challenge() throws Exception {
        return functions.call("challenge", Map.of(), Challenge.class);
    }

    private EnclaveAppraisal appraise(Enclave enclave, Challenge challenge) throws Exception {
        return functions.call(
                "appraise-enclave",
                Map.of("evidence", enclave.evidence(challenge).toBase64(), "operator", Keys.OPERATOR),
                EnclaveAppraisal.class);
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

    private Enclave enclave() throws Exception {
        return new Enclave(root(), Bytes.of(Keys.MEASUREMENT.toArray()));
    }

    private SoftwareRoot root() throws Exception {
        return SoftwareRoot.parse(Files.readString(rootFile));
    }

    private ServedCall call(Consumer<ServedCall> defect) {
        ServedCall call = new ServedCall(validator.settlementDomain());
        defect.accept(call);
        return call;
    }

    private ServedCall reserved(Consumer<ServedCall> defect) {
        ServedCall call = call(defect);
        payments.reserve(call.reservation()).await().indefinitely();
        return call;
    }

    private Payment payment(ServedCall call) {
        return payments.find(call.paymentId()).await().indefinitely().orElseThrow();
    }
}
