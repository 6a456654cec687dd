package io.verigrad.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    @Test
    void sortsMembersAndWritesNumbersAsRfc8785Does() throws Exception {
        JsonNode tree = Json.mapper()
                .readTree(
                        "{\"b\": 1e30, \"a\": [4.50, 2e-3, 0.000000000000000000000000001], \"\\u20ac\": \"\\u000a\"}");

        String canonical = new String(CanonicalJson.encode(tree), StandardCharsets.UTF_8);

        assertThat(canonical).isEqualTo("{\"a\":[4.5,0.002,1e-27],\"b\":1e+30,\"\u20ac\":\"\\n\"}");
    }

    @Test
    void givesOneDigestForOneMeaning() throws Exception {
        JsonNode one = Json.mapper().readTree("{\"x\":1,\"y\":2}");
        JsonNode other = Json.mapper().readTree("{ \"y\": 2.0, \"x\": 1 }");

        assertThat(CanonicalJson.digest(one)).isEqualTo(CanonicalJson.digest(other));
    }
}
