package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.standin.StandIns;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** More memory than there is: the call fails, costs nothing, and takes nobody with it. */
@QuarkusTest
@WithTestResource(StandIns.class)
class OutOfMemoryTest extends RunningRunner {
    private static final String HOARDER = "/v2/models/tiny-hoarder/infer";

    @Test
    void chargesNothingForARunThatThereIsNoMemoryFor() throws Exception {
        // 2^45 numbers are 128 TiB, which no process can ask for, so the machine is spared.
        HttpResponse<byte[]> response = payFor(HOARDER, zeros(1L << 45));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Consumer.json(response).path("error").asText()).contains("not enough memory", "nothing was charged");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(payment.calls).contains("release:run_failed");
        assertThat(sink().received()).isEmpty();

        assertThat(payFor(HOARDER, zeros(4)).statusCode())
                .as("the same model lives on")
                .isEqualTo(200);
        assertThat(payFor(INFER, FLOWER).statusCode()).as("so do the others").isEqualTo(200);
    }

    @Test
    void reservesNothingForAModelThatThereIsNoMemoryFor() throws Exception {
        HttpResponse<byte[]> response = payFor("/v2/models/" + SampleStore.TOO_LARGE + "/infer", zeros(4));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Consumer.json(response).path("error").asText()).contains("not enough memory");
        assertThat(payment.begun()).isEmpty();
        assertThat(payFor(INFER, FLOWER).statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> payFor(String path, String body) throws Exception {
        return consumer.post(path, body, "PAYMENT-SIGNATURE", consumer.payment(path, body));
    }

    private static String zeros(long count) {
        return "{\"inputs\":[{\"name\":\"length\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[" + count + "]}]}";
    }
}
