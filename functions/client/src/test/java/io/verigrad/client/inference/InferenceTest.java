package io.verigrad.client.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.spending.DailyAllowance;
import io.verigrad.receipt.Finish;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceTest {
    private static final ChatRequest QUESTION =
            ChatRequest.of("m", ChatMessage.system("Be brief."), ChatMessage.user("hello"));

    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);
    private FakeRunner runner;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        runner = new FakeRunner();
    }

    @AfterEach
    void stop() {
        runner.close();
        http.close();
    }

    @Test
    void aChatIsAnsweredWithItsReceipt() {
        answers("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"hi\"}}]}");

        assertThat(inference().chat(QUESTION)).isInstanceOfSatisfying(Reply.Answered.class, answered -> {
            assertThat(answered.value()).isEqualTo(new ChatAnswer("hi", Finish.COMPLETE, new Usage(10, 384)));
            assertThat(answered.receipt().receipt().payer()).isEqualTo(TestEnclave.PAYER.address());
        });
    }

    @Test
    void vectorsComeInTheOrderOfTheirTexts() {
        answers("{\"data\":[{\"index\":1,\"embedding\":[0.5]},{\"index\":0,\"embedding\":[0.25,-1]}]}");

        Embeddings found =
                inference().embed(EmbeddingRequest.of("m", "one", "two")).orThrow();

        assertThat(found.vectors())
                .containsExactly(new Embeddings.Vector(List.of(0.25f, -1f)), new Embeddings.Vector(List.of(0.5f)));
    }

    @Test
    void aVectorTooFewIsNoAnswerThoughItIsProved() {
        answers("{\"data\":[{\"index\":0,\"embedding\":[0.25]}]}");

        Reply<Embeddings> reply = inference().embed(EmbeddingRequest.of("m", "one", "two"));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Unreadable.class,
                        unreadable -> assertThat(unreadable.problem()).isEqualTo("expected 2 vectors, found 1"));
        assertThatThrownBy(reply::orThrow).isInstanceOf(NoAnswerException.class);
    }

    @Test
    void whatIsNotProvedIsNotHandedOver() {
        answers("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");
        runner.answer = "{\"choices\":[{\"message\":{\"content\":\"no\"}}]}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> inference().chat(QUESTION).orThrow())
                .isInstanceOfSatisfying(
                        NoAnswerException.class,
                        e -> assertThat(e.outcome()).isInstanceOf(CallOutcome.Unverified.class))
                .hasMessageStartingWith("the answer is withheld, its receipt is not good");
    }

    @Test
    void manyAreAskedWithoutWaiting() {
        answers("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");

        try (AsyncInference async = new AsyncInference(inference())) {
            List<CompletableFuture<Reply<ChatAnswer>>> all = List.of(async.chat(QUESTION), async.chat(QUESTION));
            assertThat(all)
                    .allSatisfy(one -> assertThat(one.join().orThrow().text()).isEqualTo("hi"));
        }
        assertThat(runner.paid).hasSize(2);
    }

    @Test
    void noMoreIsSpentInADayThanAllowed() {
        answers("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");
        DailyAllowance allowance = new DailyAllowance(folder, TokenAmount.of(1_500), TestEnclave.CLOCK);
        Inference limited = new Inference(Calls.to(runner.url(), client().within(allowance)));

        assertThat(limited.chat(QUESTION)).isInstanceOf(Reply.Answered.class);
        assertThat(limited.chat(QUESTION))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.outcome())
                                .isInstanceOfSatisfying(
                                        CallOutcome.Refused.class,
                                        refused -> assertThat(refused.reason())
                                                .isEqualTo(CallOutcome.Reason.ALLOWANCE_SPENT)));
        assertThat(runner.paid).hasSize(1);
    }

    @Test
    void aCallThatFailedIsGivenBackToTheDay() {
        runner.paidStatus = java.util.Optional.of(500);
        DailyAllowance allowance = new DailyAllowance(folder, TokenAmount.of(1_000), TestEnclave.CLOCK);
        Inference limited = new Inference(Calls.to(runner.url(), client().within(allowance)));

        limited.chat(QUESTION);
        runner.paidStatus = java.util.Optional.empty();
        answers("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");

        assertThat(limited.chat(QUESTION)).isInstanceOf(Reply.Answered.class);
    }

    private void answers(String json) {
        runner.answer = json.getBytes(StandardCharsets.UTF_8);
        runner.proved = runner.answer;
    }

    private Inference inference() {
        return new Inference(Calls.to(runner.url(), client()));
    }

    private VerigradClient client() {
        return new VerigradClient(
                TestEnclave.NETWORK,
                ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(1_000)),
                http,
                TestEnclave.PAYER,
                new Random(5),
                TestEnclave.CLOCK);
    }
}
