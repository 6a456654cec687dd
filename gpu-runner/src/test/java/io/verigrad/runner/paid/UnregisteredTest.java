package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.runner.TestClock;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveKeys;
import io.verigrad.runner.enclave.ReceiptIssuer;
import io.verigrad.runner.execution.RunQueue;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.payment.PaymentFunction;
import io.verigrad.runner.standin.Network;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.TokenAmount;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnregisteredTest {
    @Test
    void aRunnerWithoutKeyEpochTakesNoPayment() {
        TestClock clock = new TestClock();
        Enclave enclave = new Enclave(EnclaveKeys.generate(new SecureRandom()), Network.DOMAIN, clock);
        try (HttpClient http = HttpClient.newHttpClient();
                RunQueue queue = new RunQueue(1, 1, Duration.ofSeconds(1))) {
            FunctionClient functions = new FunctionClient(http, Duration.ofSeconds(1));
            PaymentFunction payments =
                    new PaymentFunction(functions, URI.create("http://127.0.0.1:1"), enclave, Network.HOST, clock);
            Offers offers = new Offers(
                    enclave,
                    new Terms(
                            Network.CHAIN,
                            Network.USDC,
                            Network.VAULT,
                            "USDC",
                            "2",
                            Duration.ofHours(2),
                            Optional.empty()),
                    List.of(),
                    clock);
            ReceiptWriter writer = new ReceiptWriter(enclave, new ReceiptIssuer(enclave, clock), Network.RUNTIME);
            CallTraces traces = new CallTraces(PaymentTraces.NONE, clock);
            PaidCalls calls = new PaidCalls(
                    enclave,
                    offers,
                    new PaidRun(payments, writer, _ -> {}, queue, Runnable::run, traces),
                    new DryRuns(offers, writer),
                    new Receipts(1),
                    new KeptAnswers(1, 1, Duration.ofHours(1), clock),
                    new HeldAnswers(payments, Duration.ZERO),
                    traces,
                    clock);

            PaidResponse response = calls.serve(
                    new PaidRequest(
                            "POST",
                            "/x",
                            "http://localhost/x",
                            new byte[0],
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            new Presence()),
                    new Product("iris", Network.BLOCK, Price.of(TokenAmount.of(1))),
                    () -> {
                        throw new IllegalStateException("must not be prepared");
                    },
                    UnregisteredTest::text);

            assertThat(response.status()).isEqualTo(503);
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo("not_registered: the enclave is not registered: the enclave was not appraised yet");
        }
    }

    private static byte[] text(Problem problem) {
        return (problem.code() + ": " + problem.message()).getBytes(StandardCharsets.UTF_8);
    }
}
