package io.verigrad.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.Response;
import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.inference.Calls;
import io.verigrad.client.inference.Inference;
import io.verigrad.client.inference.NoAnswerException;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);
    private FakeRunner runner;
    private ChatModel chat;
    private EmbeddingModel embedding;

    @BeforeEach
    void start() throws Exception {
        runner = new FakeRunner();
        Inference inference = new Inference(Calls.to(
                runner.url(),
                new VerigradClient(
                        TestEnclave.NETWORK,
                        ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(1_000)),
                        http,
                        TestEnclave.PAYER,
                        new Random(5),
                        TestEnclave.CLOCK)));
        chat = new VerigradChatModel(inference, "m");
        embedding = new VerigradEmbeddingModel(inference, "e", 2);
    }

    @AfterEach
    void stop() {
        runner.close();
        http.close();
    }

    @Test
    void aChatIsPaidForAndNamesItsReceipt() {
        answers("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");

        ChatResponse response = chat.chat(ChatRequest.builder()
                .messages(SystemMessage.from("Be brief."), UserMessage.from("hello"), AiMessage.from("yes?"))
                .maxOutputTokens(7)
                .temperature(0.0)
                .build());

        assertThat(response.aiMessage().text()).isEqualTo("hi");
        assertThat(response.id()).matches("0x[0-9a-f]{64}");
        assertThat(response.modelName()).isEqualTo("m");
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(384);
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(runner.bodies)
                .last()
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"assistant\",\"content\":\"yes?\"}],"
                        + "\"max_tokens\":7,\"temperature\":0.0}");
        assertThat(runner.paid).hasSize(1);
    }

    @Test
    void vectorsNameTheirReceipt() {
        answers("{\"data\":[{\"index\":0,\"embedding\":[0.25,-1]}]}");

        Response<List<Embedding>> response = embedding.embedAll(List.of(TextSegment.from("hello")));

        assertThat(response.content()).containsExactly(Embedding.from(new float[] {0.25f, -1f}));
        assertThat(response.metadata()).containsKey(VerigradEmbeddingModel.RECEIPT_ID);
        assertThat(embedding.dimension()).isEqualTo(2);
        assertThat(runner.paid).hasSize(1);
    }

    @Test
    void anAnswerThatIsNotProvedIsWithheld() {
        answers("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}");
        runner.answer = "{\"choices\":[{\"message\":{\"content\":\"no\"}}]}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> chat.chat("hello"))
                .isInstanceOfSatisfying(
                        NoAnswerException.class,
                        e -> assertThat(e.outcome()).isInstanceOf(CallOutcome.Unverified.class));
    }

    @Test
    void whatWouldBeLostIsNotPaidFor() {
        assertThatThrownBy(() -> chat.chat(ChatRequest.builder()
                        .messages(UserMessage.from("hello"))
                        .toolSpecifications(
                                ToolSpecification.builder().name("weather").build())
                        .build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("this model takes no request with tools");
        assertThat(runner.statuses()).isEmpty();
    }

    private void answers(String json) {
        runner.answer = json.getBytes(StandardCharsets.UTF_8);
        runner.proved = runner.answer;
    }
}
