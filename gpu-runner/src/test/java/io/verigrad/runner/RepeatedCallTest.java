package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One payment header, used more than once. */
@QuarkusTest
@WithTestResource(StandIns.class)
class RepeatedCallTest extends RunningRunner {
    @Test
    void runsOnceHoweverOftenAHeaderComesAtTheSameTime() throws Exception {
        String header = consumer.payment(EMBEDDINGS, hello());
        HttpRequest request = consumer.request(EMBEDDINGS, hello(), "PAYMENT-SIGNATURE", header);

        List<CompletableFuture<HttpResponse<byte[]>>> running = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            running.add(consumer.http().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
        List<HttpResponse<byte[]>> responses =
                running.stream().map(CompletableFuture::join).toList();

        assertThat(responses).allMatch(response -> response.statusCode() == 200);
        for (HttpResponse<byte[]> response : responses) {
            assertThat(response.body()).isEqualTo(responses.getFirst().body());
            assertThat(Consumer.receipt(response)).isEqualTo(Consumer.receipt(responses.getFirst()));
        }
        assertThat(sink().received()).hasSize(1);
        assertThat(payment.count("check")).isEqualTo(1);
    }

    @Test
    void answersARepeatedRequestFromMemory() throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        HttpResponse<byte[]> first = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);
        HttpResponse<byte[]> second = consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(Consumer.receipt(second)).isEqualTo(Consumer.receipt(first));
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void refusesAHeaderThatPaidForAnotherRequest() throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header);

        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER.replace("6.3", "5.3"), "PAYMENT-SIGNATURE", header);

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(error(response)).isEqualTo("payment_already_used");
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void hasNoAnswerForARequestThatAnotherInstanceServed() throws Exception {
        PaymentRequired offer = consumer.offer(INFER, FLOWER);
        Eip3009Signer signer = new Eip3009Signer(consumer.key, Consumer.CLOCK);
        PaymentPayload once =
                signer.pay(offer.accepts().getFirst(), Optional.of(offer.resource()), Hash32.of(new byte[32]));
        PaymentPayload again = signer.pay(offer.accepts().getFirst(), Optional.empty(), Hash32.of(new byte[32]));
        consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", PaymentHeader.encode(once.toJson()));

        HttpResponse<byte[]> response =
                consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", PaymentHeader.encode(again.toJson()));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(sink().received()).hasSize(1);
    }
}
