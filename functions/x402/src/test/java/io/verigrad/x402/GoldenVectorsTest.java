package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Digests and signatures made by viem, and where a file of more vectors lies beside the checkout, those as well. */
class GoldenVectorsTest {
    private static final String PERMIT2 = "PermitWitnessTransferFrom";
    private static final Set<String> TYPES = Set.of("TransferWithAuthorization", PERMIT2);

    @TestFactory
    Stream<DynamicTest> signsWhatViemSigns() throws Exception {
        return sources().stream()
                .flatMap(source -> vectors(source)
                        .map(vector -> DynamicTest.dynamicTest(
                                vector.path("name").asText(),
                                () -> assertSigned(
                                        vector,
                                        PrivateKey.parse(
                                                source.path("privateKey").asText())))));
    }

    private static void assertSigned(JsonNode vector, PrivateKey key) throws PaymentFormatException {
        JsonNode typed = vector.path("typedData");
        JsonNode domain = typed.path("domain");
        if (typed.path("primaryType").asText().equals(PERMIT2)) {
            assertSignedForPermit2(vector, key);
            return;
        }
        TypedDataDomain token = TypedDataDomain.of(
                domain.path("name").asText(),
                domain.path("version").asText(),
                new ChainId(domain.path("chainId").longValue()),
                Address.parse(domain.path("verifyingContract").asText()));

        Eip3009Authorization authorization = Eip3009Authorization.parse(
                JsonFields.of(typed.path("message"), "authorization", Reason.INVALID_PAYLOAD));

        assertThat(authorization.structHash())
                .isEqualTo(Hash32.parse(vector.path("structHash").asText()));
        assertThat(authorization.digest(token))
                .isEqualTo(Hash32.parse(vector.path("digest").asText()));
        assertThat(key.sign(authorization.digest(token)))
                .hasToString(vector.path("signature").asText());
    }

    private static void assertSignedForPermit2(JsonNode vector, PrivateKey key) throws PaymentFormatException {
        JsonNode typed = vector.path("typedData");
        ChainId chain = new ChainId(typed.path("domain").path("chainId").longValue());
        ObjectNode message = typed.path("message").deepCopy();
        message.put("from", key.address().toString());

        Permit2Authorization authorization =
                Permit2Authorization.parse(JsonFields.of(message, "authorization", Reason.INVALID_PAYLOAD));

        assertThat(authorization.structHash())
                .isEqualTo(Hash32.parse(vector.path("structHash").asText()));
        assertThat(authorization.digest(chain))
                .isEqualTo(Hash32.parse(vector.path("digest").asText()));
        assertThat(key.sign(authorization.digest(chain)))
                .hasToString(vector.path("signature").asText());
    }

    private static Stream<JsonNode> vectors(JsonNode source) {
        return source.path("vectors")
                .valueStream()
                .filter(vector -> TYPES.contains(
                        vector.path("typedData").path("primaryType").asText()));
    }

    private static List<JsonNode> sources() throws IOException {
        List<JsonNode> sources = new ArrayList<>();
        for (String inlined : List.of("eip3009.json", "permit2.json")) {
            try (InputStream in = Objects.requireNonNull(GoldenVectorsTest.class.getResourceAsStream(inlined))) {
                sources.add(Json.mapper().readTree(in));
            }
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path more = folder.resolveSibling("shared").resolve("vectors").resolve("x402.json");
            if (Files.isDirectory(folder.resolve(".git")) && Files.isRegularFile(more)) {
                sources.add(Json.mapper().readTree(more.toFile()));
            }
        }
        return sources;
    }
}
