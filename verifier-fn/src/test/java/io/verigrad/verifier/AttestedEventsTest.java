package io.verigrad.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAppraised.Status;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentState;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attested events against a real database and a real chain. */
@QuarkusTest
@WithTestResource(VerifierResource.class)
class AttestedEventsTest {
    @TestHTTPResource
    URI base;

    @Inject
    Bench bench;

    private Functions functions;

    @BeforeEach
    void registersTheEnclave() throws Exception {
        functions = new Functions(base);
        bench.registerEnclave(functions);
    }

    @Test
    void affirmsAGoodReceipt() throws Exception {
        ServedCall call = bench.reserved(good -> {});
        SignedReceipt receipt = call.receipt();

        bench.bus().attest(receipt);

        assertThat(bench.payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
        assertThat(bench.payment(call).receiptId()).contains(receipt.id());
        assertThat(bench.bus().appraised(receipt.id()))
                .containsExactly(new InferenceAppraised(receipt.id(), call.paymentId(), Status.AFFIRMING, List.of()));
    }

    @Test
    void emitsAppraisedEventsAsCloudEventsKeyedByPayment() throws Exception {
        ServedCall call = bench.reserved(good -> {});

        bench.bus().attest(call.receipt());

        Message<byte[]> message = bench.bus().messages().getLast();
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
                Map.entry("scheme_mismatch", c -> c.scheme = Scheme.CHANNEL),
                Map.entry("assurance_too_high", c -> c.assurance = Assurance.ATTESTED_RUNTIME),
                Map.entry("key_unknown", c -> {
                    c.enclave = Keys.OTHER;
                    c.reservedFor = Keys.OTHER;
                    c.signer = Keys.OTHER;
                }));
        for (Map.Entry<String, Consumer<ServedCall>> defect : defects.entrySet()) {
            ServedCall call = bench.reserved(defect.getValue());
            SignedReceipt receipt = call.receipt();

            bench.bus().attest(receipt);

            assertThat(bench.bus().appraised(receipt.id()))
                    .as(defect.getKey())
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.status()).isEqualTo(Status.CONTRAINDICATED);
                        assertThat(event.reasons()).contains(defect.getKey());
                    });
            assertThat(bench.payment(call).state()).as(defect.getKey()).isEqualTo(PaymentState.RELEASED);
            assertThat(bench.payment(call).reasons()).contains(defect.getKey());
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
                                bench.validator().chain().chainId(),
                                bench.validator().chain().settlement()));
        for (Map.Entry<String, Consumer<ServedCall>> forgery : forgeries.entrySet()) {
            ServedCall call = bench.reserved(forgery.getValue());
            SignedReceipt forged = call.receipt();

            bench.bus().attest(forged);

            assertThat(bench.bus().appraised(forged.id()))
                    .singleElement()
                    .satisfies(event -> assertThat(event.reasons()).containsExactly(forgery.getKey()));
            assertThat(bench.payment(call).state()).as(forgery.getKey()).isEqualTo(PaymentState.RESERVED);
        }
    }

    @Test
    void affirmsTheRealReceiptAfterAForgedOne() throws Exception {
        ServedCall call = bench.reserved(c -> c.signer = Keys.OTHER);
        bench.bus().attest(call.receipt());
        call.signer = Keys.ENCLAVE;

        bench.bus().attest(call.receipt());

        assertThat(bench.payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
    }

    @Test
    void refusesASecondReceiptOfAPayment() throws Exception {
        ServedCall call = bench.reserved(good -> {});
        bench.bus().attest(call.receipt());
        call.response = "another response";
        SignedReceipt second = call.receipt();

        bench.bus().attest(second);

        assertThat(bench.bus().appraised(second.id()))
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly("payment_not_reserved"));
        assertThat(bench.payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
    }

    @Test
    void refusesAReceiptWithoutReservation() throws Exception {
        SignedReceipt receipt = bench.call(c -> {}).receipt();

        bench.bus().attest(receipt);

        assertThat(bench.bus().appraised(receipt.id()))
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly("payment_unknown"));
    }

    @Test
    void answersARepeatedEventAlikeAndMovesThePaymentOnce() throws Exception {
        ServedCall good = bench.reserved(c -> {});
        ServedCall bad = bench.reserved(c -> {
            c.flatPrice = 1;
            c.offerExpiresAt = c.now - 60;
        });
        for (ServedCall call : List.of(good, bad)) {
            SignedReceipt receipt = call.receipt();
            bench.bus().attest(receipt);
            Payment first = bench.payment(call);

            bench.bus().attest(receipt);
            bench.bus().attest(receipt);

            assertThat(bench.bus().appraised(receipt.id()))
                    .hasSize(3)
                    .allMatch(bench.bus().appraised(receipt.id()).getFirst()::equals);
            assertThat(bench.payment(call)).isEqualTo(first);
        }
        assertThat(bench.payment(good).state()).isEqualTo(PaymentState.AFFIRMED);
        assertThat(bench.payment(bad).state()).isEqualTo(PaymentState.RELEASED);
    }

    @Test
    void finishesWhatACrashInterrupted() throws Exception {
        ServedCall served = bench.reserved(c -> {});
        bench.payments().served(served.paymentId(), served.receipt()).await().indefinitely();
        ServedCall refused = bench.reserved(c -> c.flatPrice = 1);
        bench.payments().served(refused.paymentId(), refused.receipt()).await().indefinitely();
        bench.payments()
                .contraindicate(refused.paymentId(), bench.validator().address(), List.of("charge_not_offered"))
                .await()
                .indefinitely();

        bench.bus().attest(served.receipt());
        bench.bus().attest(refused.receipt());

        assertThat(bench.payment(served).state()).isEqualTo(PaymentState.AFFIRMED);
        assertThat(bench.payment(refused).state()).isEqualTo(PaymentState.RELEASED);
        assertThat(bench.bus().appraised(refused.receipt().id()))
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly("charge_not_offered"));
    }

    @Test
    void refusesMalformedEventsAndGoesOn() throws Exception {
        byte[] event = Json.write(new InferenceAttested(bench.call(c -> {}).receipt()));
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

        assertThat(bench.bus().send("{".getBytes(StandardCharsets.UTF_8), Metadata.empty()))
                .isFalse();
        assertThat(bench.bus().send("{}".getBytes(StandardCharsets.UTF_8), Metadata.empty()))
                .isFalse();
        assertThat(bench.bus().send(new byte[70_000], Metadata.empty())).isFalse();
        assertThat(bench.bus().send(event, ofAnotherType)).isFalse();
        assertThat(bench.bus().send(event, Metadata.empty())).isTrue();
    }

    @Test
    void answersACloudEventWithACloudEvent() throws Exception {
        ServedCall call = bench.reserved(c -> {});
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
        assertThat(bench.payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
    }
}
