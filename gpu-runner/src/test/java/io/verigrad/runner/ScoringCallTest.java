package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.receipt.ContentHash;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.TokenAmount;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents ranked and texts classified, paid for and with receipts. */
@QuarkusTest
@WithTestResource(StandIns.class)
class ScoringCallTest extends RunningRunner {
    private static final String RERANK = "/v1/rerank";
    private static final String CLASSIFY = "/v1/classify";
    private static final String DOCUMENTS = "\"documents\":[\"zzzz\",{\"text\":\"paid receipts\"},\"receipt\"]";

    @Test
    void ranksDocumentsByHowWellTheyAnswer() throws Exception {
        HttpResponse<byte[]> response = paid(RERANK, rerank("\"return_documents\":true,"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = Consumer.json(response);
        assertThat(answer.path("model").asText()).isEqualTo("tiny-reranker");
        assertThat(answer.path("results").findValuesAsText("index")).containsExactly("2", "1", "0");
        assertThat(answer.at("/results/1/document/text").asText()).isEqualTo("paid receipts");
        double best = answer.at("/results/0/relevance_score").asDouble();
        assertThat(best).isBetween(0.99, 1.0);
        assertThat(answer.at("/results/2/relevance_score").asDouble()).isBetween(0.0, 0.1);
        var receipt = Consumer.receipt(response).receipt();
        // Three times the query and the token between, and the documents: a token per character, but " receipt" is one.
        assertThat(receipt.inputUnits()).isEqualTo(3 * ("receipt".length() + 1) + 4 + 6 + 7);
        assertThat(answer.at("/usage/total_tokens").asLong()).isEqualTo(receipt.inputUnits());
        assertThat(receipt.charge()).isEqualTo(TokenAmount.of(300));
        assertThat(receipt.responseHash()).isEqualTo(ContentHash.response(response.body()));
    }

    @Test
    void givesOnlyTheBest() throws Exception {
        JsonNode answer = Consumer.json(paid(RERANK, rerank("\"top_n\":1,")));

        assertThat(answer.path("results")).hasSize(1);
        assertThat(answer.at("/results/0/index").asInt()).isEqualTo(2);
        assertThat(answer.at("/results/0/document").isMissingNode()).isTrue();
    }

    @Test
    void classifiesTexts() throws Exception {
        HttpResponse<byte[]> response =
                paid(CLASSIFY, "{\"model\":\"tiny-classifier\",\"input\":[\"a quiet day\",\"help!!!\"]}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = Consumer.json(response);
        assertThat(answer.path("data").findValuesAsText("prediction")).containsExactly("calm", "loud");
        JsonNode calm = answer.at("/data/0");
        assertThat(calm.path("object").asText()).isEqualTo("classification");
        // Logits 1 and -1.
        assertThat(calm.path("score").asDouble()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
        assertThat(calm.at("/predictions/0/score").asDouble()
                        + calm.at("/predictions/1/score").asDouble())
                .isCloseTo(1, within(1e-9));
        assertThat(answer.at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(Consumer.receipt(response).receipt().charge()).isEqualTo(TokenAmount.of(200));
        assertThat(Consumer.receipt(response).receipt().inputUnits()).isEqualTo(18);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/rerank | {\"model\":\"tiny-reranker\",\"documents\":[\"a\"]} | 400 | invalid_type",
                "/v1/rerank | {\"model\":\"tiny-reranker\",\"query\":\"a\",\"documents\":[]} | 400 | invalid_type",
                "/v1/rerank | {\"model\":\"tiny-reranker\",\"query\":\"a\",\"documents\":[1]} | 400 | invalid_type",
                "/v1/rerank | {\"model\":\"tiny-reranker\",\"query\":\"a\",\"documents\":[\"a\"],\"top_n\":0} | 400"
                        + " | invalid_value",
                "/v1/rerank | {\"model\":\"tiny-reranker\",\"query\":\"a\",\"documents\":[\"a\"],\"rank_fields\":[]} | 400"
                        + " | unsupported_parameter",
                "/v1/rerank | {\"model\":\"iris\",\"query\":\"a\",\"documents\":[\"a\"]} | 400 | unsupported_model",
                "/v1/rerank | {\"model\":\"none\",\"query\":\"a\",\"documents\":[\"a\"]} | 404 | model_not_found",
                "/v1/rerank | [] | 400 | invalid_type",
                "/v1/classify | { | 400 | malformed_json",
                "/v1/classify | {\"model\":\"tiny-classifier\",\"input\":\"\"} | 400 | invalid_type",
                "/v1/classify | {\"model\":\"tiny-classifier\",\"input\":\"a\",\"labels\":[\"b\"]} | 400"
                        + " | unsupported_parameter",
                "/v1/classify | {\"model\":\"tiny-reranker\",\"input\":\"a\"} | 400 | unsupported_model",
            })
    void refusesWhatItCannotDo(String path, String body, int status, String code) throws Exception {
        HttpResponse<byte[]> response = consumer.post(path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Consumer.json(response).path("code").asText()).isEqualTo(code);
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void costsNothingToSendTooLongAText() throws Exception {
        String body = "{\"model\":\"tiny-classifier\",\"input\":\"" + "a".repeat(513) + "\"}";
        HttpResponse<byte[]> response = paid(CLASSIFY, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(response).path("code").asText()).isEqualTo("context_length_exceeded");
        assertThat(payment.begun()).isEmpty();
    }

    private static String rerank(String more) {
        return "{\"model\":\"tiny-reranker\"," + more + "\"query\":\"receipt\"," + DOCUMENTS + "}";
    }

    private HttpResponse<byte[]> paid(String path, String body) throws Exception {
        return consumer.post(path, body, "PAYMENT-SIGNATURE", consumer.payment(path, body));
    }
}
