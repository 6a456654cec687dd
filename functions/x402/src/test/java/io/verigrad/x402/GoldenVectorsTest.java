package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Digests and signatures made by viem, and where a file of more vectors lies beside the checkout, those as well. */
class GoldenVectorsTest {
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

    private static Stream<JsonNode> vectors(JsonNode source) {
        return source.path("vectors")
                .valueStream()
                .filter(vector ->
                        vector.path("typedData").path("primaryType").asText().equals("TransferWithAuthorization"));
    }

    private static List<JsonNode> sources() throws IOException {
        List<JsonNode> sources = new ArrayList<>();
        try (InputStream inlined =
                Objects.requireNonNull(GoldenVectorsTest.class.getResourceAsStream("eip3009.json"))) {
            sources.add(Json.mapper().readTree(inlined));
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
