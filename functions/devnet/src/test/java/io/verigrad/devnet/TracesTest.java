package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.SignedReceipt;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One call is one trace, from the price to the settlement. */
@ExtendWith(SharedDevnet.class)
class TracesTest {
    private static final Map<String, Set<String>> STEPS = Map.of(
            "gpu-runner", Set.of("call", "check", "confirm", "publish", "run", "sign"),
            "payment-fn", Set.of("reserve", "simulate"),
            "verifier-fn", Set.of("appraise"),
            "settlement-fn", Set.of("batch", "settle"));

    @Test
    void aCallIsOneTraceOfAllServices(Devnet devnet, PlayedCollector collector) throws Exception {
        RawCalls calls = RawCalls.to(devnet.runner());
        String consumers = "5bf92f3577b34da6a3ce929d0e0e4736";
        String context = "00-" + consumers + "-00f067aa0ba902b7-01";
        calls.post(RawCalls.INFER, RawCalls.VIRGINICA, "traceparent", context);
        String payment = calls.payment(RawCalls.INFER, RawCalls.VIRGINICA, Accounts.OTHER_PAYER);

        HttpResponse<byte[]> answer =
                calls.post(RawCalls.INFER, RawCalls.VIRGINICA, "PAYMENT-SIGNATURE", payment, "traceparent", context);

        SignedReceipt receipt = RawCalls.receipt(answer);
        String paymentId = receipt.receipt().paymentId().toString();
        Map<String, Set<String>> steps = awaitSettled(collector, paymentId.substring(2, 34));
        assertThat(steps).isEqualTo(STEPS);
        assertThat(collector.of(paymentId.substring(2, 34)))
                .allSatisfy(received -> assertThat(received.span().toString())
                        .contains(paymentId)
                        .doesNotContain("6.3")
                        .doesNotContain(payment));
        assertThat(collector.of(consumers))
                .extracting(received -> received.span().getName())
                .containsExactlyInAnyOrder("offer", "call");
    }

    private static Map<String, Set<String>> awaitSettled(PlayedCollector collector, String trace)
            throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            Map<String, Set<String>> steps = steps(collector.of(trace));
            if (steps.equals(STEPS)) {
                return steps;
            }
            Thread.sleep(100);
        }
        return steps(collector.of(trace));
    }

    private static Map<String, Set<String>> steps(List<PlayedCollector.Received> spans) {
        Map<String, Set<String>> steps = new TreeMap<>();
        spans.forEach(received -> steps.computeIfAbsent(received.service(), _ -> new TreeSet<>())
                .add(received.span().getName()));
        return steps;
    }
}
