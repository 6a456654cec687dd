package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.Json;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.x402.PaymentHeader;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Payment headers that are no payment, or hardly one. Nobody is asked about them and nothing runs. */
@QuarkusTest
@WithTestResource(StandIns.class)
class WrongHeaderTest extends RunningRunner {
    private static final String HEADER = "PAYMENT-SIGNATURE";
    /** What no member of a payment may be. */
    private static final List<String> WRONG = List.of(
            "null",
            "true",
            "-1",
            "[[{}]]",
            "\"-1\"",
            '"' + BigInteger.TWO.pow(256).toString() + '"');

    @Test
    void refusesAHeaderThatWasCut() throws Exception {
        String whole = consumer.payment(INFER, FLOWER);

        for (int length = 0; length < whole.length() - 4; length += 13) {
            HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, HEADER, whole.substring(0, length));

            assertThat(response.statusCode()).as("%d characters", length).isEqualTo(402);
        }
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void takesAHeaderOfTwelveKibibytes() throws Exception {
        assertThat(consumer.post(INFER, FLOWER, HEADER, padded(12 << 10)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAHeaderThatIsTooLong() throws Exception {
        HttpResponse<byte[]> long17 = consumer.post(INFER, FLOWER, HEADER, padded(17 << 10));
        assertThat(long17.statusCode()).isEqualTo(402);
        assertThat(error(long17)).isEqualTo("invalid_payload");

        assertThat(consumer.post(INFER, FLOWER, HEADER, "A".repeat(33 << 10)).statusCode())
                .isEqualTo(431);
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void refusesMembersThatAreThereTwice() throws Exception {
        String json = new String(Base64.getDecoder().decode(consumer.payment(INFER, FLOWER)), StandardCharsets.UTF_8);

        for (String member : new String[] {"\"scheme\":", "\"value\":", "\"x402Version\":", "\"signature\":"}) {
            assertThat(json).contains(member);
            String twice = json.replaceFirst(member + "(\"[^\"]*\"|[0-9]+)", member + "$1," + member + "$1");
            assertThat(twice).isNotEqualTo(json);

            assertRefused(twice.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void refusesWhatIsNoBase64OrNoJson() throws Exception {
        for (String header : new String[] {"%%%", "AAAA", "e30=e30=", "-_-_", "e", "bnVsbA==", "W10="}) {
            HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, HEADER, header);

            assertThat(response.statusCode()).as(header).isEqualTo(402);
            assertThat(error(response)).as(header).startsWith("invalid_");
        }
        assertRefused("{\"x402Version\":2".getBytes(StandardCharsets.UTF_8));
        assertRefused(new byte[] {(byte) 0xff, (byte) 0xfe, 0x7b, 0x7d});
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void refusesEveryMemberThatIsMalformed() throws Exception {
        JsonNode good = PaymentHeader.decode(consumer.payment(INFER, FLOWER));
        List<String> places = new ArrayList<>();
        places(good, "", places);
        // What is paid for is described there, for people: nobody compares it.
        places.removeIf(place -> place.startsWith("/resource"));
        assertThat(places).contains("/payload/authorization/nonce", "/accepted/extra/name");

        List<String> taken = new ArrayList<>();
        for (String place : places) {
            for (String json : WRONG) {
                HttpResponse<byte[]> response =
                        consumer.post(INFER, FLOWER, HEADER, PaymentHeader.encode(with(good, place, json)));
                if (response.statusCode() != 402 || error(response).isEmpty()) {
                    taken.add(place + ' ' + json + ": " + response.statusCode() + ' '
                            + new String(response.body(), StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(taken).isEmpty();
        assertThat(payment.begun()).isEmpty();
    }

    private static void places(JsonNode node, String at, List<String> places) {
        node.properties().forEach(member -> {
            places.add(at + '/' + member.getKey());
            places(member.getValue(), at + '/' + member.getKey(), places);
        });
    }

    private static JsonNode with(JsonNode good, String place, String json) throws Exception {
        JsonNode copy = good.deepCopy();
        int slash = place.lastIndexOf('/');
        ((ObjectNode) copy.at(place.substring(0, slash)))
                .set(place.substring(slash + 1), Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class));
        return copy;
    }

    private void assertRefused(byte[] json) throws Exception {
        HttpResponse<byte[]> response =
                consumer.post(INFER, FLOWER, HEADER, Base64.getEncoder().encodeToString(json));

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(error(response)).startsWith("invalid_");
    }

    /** A good payment with an extension of its sender's that makes it as long as that. */
    private String padded(int length) throws Exception {
        ObjectNode json = (ObjectNode) PaymentHeader.decode(consumer.payment(INFER, FLOWER));
        int room = length * 3 / 4 - Json.write(json).length - 40;
        json.putObject("extensions").putObject("padding").put("info", "x".repeat(room));
        String header = PaymentHeader.encode(json);
        assertThat(header.length()).isBetween(length - 200, length);
        return header;
    }
}
