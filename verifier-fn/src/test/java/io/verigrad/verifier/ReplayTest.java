package io.verigrad.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAppraised.Status;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.PaymentState;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.verifier.receipt.Replay.Replayed;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appraisals that fail by a fault of the verifier: here a table that is not there. */
@QuarkusTest
@WithTestResource(VerifierResource.class)
class ReplayTest {
    private static final String BREAK = "alter table appraisal rename to appraisal_away";
    private static final String MEND = "alter table appraisal_away rename to appraisal";

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
    void saysOnThePaymentThatItsReceiptCouldNotBeAppraised() throws Exception {
        ServedCall call = bench.reserved(good -> {});

        failToAppraise(call.receipt());

        Payment payment = bench.payment(call);
        assertThat(payment.state()).isEqualTo(PaymentState.SERVED);
        assertThat(payment.reasons()).containsExactly("appraisal_failed");
        assertThat(payment.receiptId()).contains(call.receipt().id());
        assertThat(bench.bus().appraised(call.receipt().id())).isEmpty();
        replay();
    }

    @Test
    void appraisesAgainOnceTheFaultIsMended() throws Exception {
        ServedCall good = bench.reserved(c -> {});
        ServedCall bad = bench.reserved(c -> c.flatPrice = 1);
        failToAppraise(good.receipt());
        failToAppraise(bad.receipt());

        Replayed replayed = replay();

        assertThat(replayed.failed()).isEmpty();
        assertThat(replayed.appraised())
                .contains(new InferenceAppraised(good.receipt().id(), good.paymentId(), Status.AFFIRMING, List.of()))
                .anySatisfy(verdict -> {
                    assertThat(verdict.paymentId()).isEqualTo(bad.paymentId());
                    assertThat(verdict.reasons()).contains("charge_not_offered");
                });
        assertThat(bench.payment(good).state()).isEqualTo(PaymentState.AFFIRMED);
        assertThat(bench.payment(good).reasons()).isEmpty();
        assertThat(bench.payment(bad).state()).isEqualTo(PaymentState.RELEASED);
        assertThat(bench.bus().appraised(good.receipt().id())).hasSize(1);
        assertThat(replay().appraised()).isEmpty();
    }

    @Test
    void keepsWhatStillFails() throws Exception {
        ServedCall call = bench.reserved(good -> {});
        failToAppraise(call.receipt());

        bench.withDatabase(BREAK, MEND, () -> assertThat(replay().failed()).contains(call.paymentId()));

        assertThat(bench.payment(call).reasons()).containsExactly("appraisal_failed");
        assertThat(replay().failed()).isEmpty();
        assertThat(bench.payment(call).state()).isEqualTo(PaymentState.AFFIRMED);
    }

    @Test
    void leavesAPaymentAloneWhoseReceiptIsForged() throws Exception {
        ServedCall call = bench.reserved(c -> c.signer = Keys.OTHER);

        bench.withDatabase(BREAK, MEND, () -> bench.bus().attest(call.receipt()));

        assertThat(bench.payment(call).state()).isEqualTo(PaymentState.RESERVED);
    }

    @Test
    void refusesBodiesThatAreNoObject() throws Exception {
        for (String body : List.of("null", "", "[]", "1", "{", "{\"a\":1,\"a\":2}")) {
            for (String function : List.of("challenge", "appraise-enclave", "endorse", "appraise", "replay")) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

                assertThat(functions.post(function, bytes, Map.of()).statusCode())
                        .as("%s %s", function, body)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void refusesBodiesWithoutAMemberOrWithNullForOne() throws Exception {
        for (String body : List.of("{}", "{\"evidence\":null,\"operator\":null}", "{\"evidence\":\"AAAA\"}")) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

            assertThat(functions.post("appraise-enclave", bytes, Map.of()).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    private Replayed replay() throws Exception {
        return functions.call("replay", Map.of("limit", 1000), Replayed.class);
    }

    private void failToAppraise(SignedReceipt receipt) throws Exception {
        bench.withDatabase(
                BREAK,
                MEND,
                () -> assertThat(bench.bus().send(Json.write(new InferenceAttested(receipt)), Metadata.empty()))
                        .isFalse());
    }
}
