package io.verigrad.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.merkle.SumNode;
import io.verigrad.merkle.SumStep;
import io.verigrad.merkle.SumTree;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors that Solidity and browsers assert too; they were written by an independent implementation. */
class GoldenVectorsTest {
    private static final JsonNode VECTORS = read();

    @ParameterizedTest
    @MethodSource("messages")
    void hashesAndSignsEachMessage(JsonNode vector) throws Exception {
        TypedDataDomain domain = Json.convert(vector.get("domain"), TypedDataDomain.class);
        Hash32 structHash = structHash(vector.get("type").asText(), (ObjectNode) vector.get("message"));
        PrivateKey signer = PrivateKey.parse(VECTORS.at("/signer/privateKey").asText());

        assertThat(structHash).hasToString(vector.get("structHash").asText());
        assertThat(domain.separator()).hasToString(vector.get("domainSeparator").asText());
        assertThat(domain.digest(structHash)).hasToString(vector.get("digest").asText());
        Signature signature = Signature.parse(vector.get("signature").asText());
        assertThat(signer.sign(domain.digest(structHash))).isEqualTo(signature);
        assertThat(Secp256k1.recover(domain.digest(structHash), signature)).contains(signer.address());
    }

    @ParameterizedTest
    @MethodSource("paymentIds")
    void namesEachPayment(JsonNode vector) {
        ChainId chain = new ChainId(vector.get("chainId").asLong());
        Address verifier = Address.parse(vector.get("verifier").asText());
        Address from = Address.parse(vector.get("from").asText());
        Hash32 nonce = Hash32.parse(vector.get("nonce").asText());
        BigInteger number = new BigInteger(1, nonce.toArray());

        Hash32 id = switch (vector.get("kind").asInt()) {
            case 1 -> PaymentId.eip3009(chain, verifier, from, nonce);
            case 2 -> PaymentId.permit2(chain, verifier, from, number);
            case 4 -> PaymentId.request(chain, verifier, from, number);
            default -> throw new IllegalArgumentException("no such kind here: " + vector);
        };

        assertThat(id).hasToString(vector.get("paymentId").asText());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void hashesEachRequest(JsonNode vector) {
        Hash32 hash = ContentHash.request(
                vector.get("method").asText(),
                vector.get("path").asText(),
                Bytes.parse(vector.get("body").asText()).toArray());

        assertThat(hash).hasToString(vector.get("requestHash").asText());
    }

    @ParameterizedTest
    @MethodSource("clientNonces")
    void bindsAPaymentToARequest(JsonNode vector) {
        Hash32 nonce = ContentHash.boundNonce(
                Hash32.parse(vector.get("requestHash").asText()),
                Hash32.parse(vector.get("clientNonce").asText()));

        assertThat(nonce).hasToString(vector.get("nonce").asText());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void chainsEachStream(JsonNode vector) {
        StreamHashChain chain =
                new StreamHashChain(Hash32.parse(vector.get("requestHash").asText()));
        List<String> links = new ArrayList<>(List.of(chain.last().toString()));

        for (JsonNode event : vector.get("events")) {
            links.add(chain.append(event.asText().getBytes(StandardCharsets.UTF_8))
                    .toString());
        }

        assertThat(links).isEqualTo(texts(vector.get("links")));
    }

    @ParameterizedTest
    @MethodSource("roots")
    void computesEachRoot(JsonNode vector) {
        List<Hash32> leaves =
                texts(vector.get("leaves")).stream().map(Hash32::parse).toList();

        assertThat(MerkleTree.of(leaves).root()).hasToString(vector.get("root").asText());
    }

    @ParameterizedTest
    @MethodSource("receiptSums")
    void sumsReceiptsOfChannels(JsonNode vector) {
        List<SumNode> channels = new ArrayList<>();
        for (JsonNode channel : vector.get("channels")) {
            Hash32 channelId = Hash32.parse(channel.get("channelId").asText());
            TokenAmount before =
                    TokenAmount.parse(channel.get("cumulativeBefore").asText());
            List<SumNode> receipts = new ArrayList<>();
            for (JsonNode receipt : channel.get("receipts")) {
                receipts.add(SumNode.receipt(
                        Hash32.parse(receipt.get("id").asText()),
                        TokenAmount.parse(receipt.get("charge").asText())));
            }
            SumTree tree = SumTree.of(receipts);
            for (int i = 0; i < receipts.size(); i++) {
                List<SumStep> proof = tree.proof(i);
                TokenAmount place = before.plus(SumTree.sumBefore(proof));
                assertThat(SumTree.fold(receipts.get(i), proof)).isEqualTo(tree.root());
                assertThat(PaymentId.channel(channelId, place))
                        .hasToString(channel.at("/receipts/" + i + "/paymentId").asText());
            }
            assertThat(tree.root().hash())
                    .hasToString(channel.get("receiptRoot").asText());
            channels.add(tree.root().inChannel(channelId, before));
        }
        SumNode top = SumTree.of(channels).root();

        assertThat(top.hash()).hasToString(vector.get("root").asText());
        assertThat(top.sum()).hasToString(vector.get("sum").asText());
        assertThat(top.count()).isEqualTo(vector.get("count").asLong());
    }

    private static Hash32 structHash(String type, ObjectNode message) throws Exception {
        return switch (type) {
            case "Receipt" -> Json.convert(named(message), Receipt.class).structHash();
            case "Offer" -> Json.convert(named(message), Offer.class).structHash();
            case "Appraisal" -> Json.convert(message, Appraisal.class).structHash();
            case "StreamLink" -> Json.convert(message, StreamLink.class).structHash();
            case "ReceiptRoot" -> Json.convert(message, ReceiptRoot.class).structHash();
            case "ChannelRefund" -> Json.convert(message, ChannelRefund.class).structHash();
            case "EnclaveRegistration" ->
                Json.convert(named(message), EnclaveRegistration.class).structHash();
            case "RunnerCall" ->
                StructEncoder.of(TypeHash.of("RunnerCall(string function,bytes32 bodyHash,uint64 issuedAt)"))
                        .string(message.get("function").asText())
                        .bytes32(Hash32.parse(message.get("bodyHash").asText()))
                        .uint(message.get("issuedAt").asLong())
                        .hash();
            default -> throw new IllegalArgumentException("no such type here: " + type);
        };
    }

    /** Our JSON names the members of closed sets; typed data numbers them. */
    private static ObjectNode named(ObjectNode message) {
        ObjectNode named = message.deepCopy();
        for (String member : List.of("assurance", "minAssurance", "maxAssurance")) {
            if (named.has(member)) {
                named.put(member, Assurance.values()[named.get(member).asInt()].name());
            }
        }
        if (named.has("scheme")) {
            named.put("scheme", Scheme.values()[named.get("scheme").asInt() - 1].name());
            named.put("finish", Finish.values()[named.get("finish").asInt()].name());
        }
        return named;
    }

    static Stream<JsonNode> messages() {
        return Stream.of("messages", "channelMessages", "streamMessages").flatMap(GoldenVectorsTest::each);
    }

    static Stream<JsonNode> paymentIds() {
        return each("paymentIds");
    }

    static Stream<JsonNode> requests() {
        return each("requests");
    }

    static Stream<JsonNode> clientNonces() {
        return each("clientNonces");
    }

    static Stream<JsonNode> streams() {
        return each("streams");
    }

    static Stream<JsonNode> receiptSums() {
        return each("receiptSums");
    }

    static Stream<JsonNode> roots() {
        return each("roots");
    }

    private static Stream<JsonNode> each(String member) {
        return StreamSupport.stream(VECTORS.get(member).spliterator(), false);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode read() {
        try {
            return Json.mapper().readTree(Files.readAllBytes(Path.of("../../contracts/vectors/verigrad.json")));
        } catch (IOException e) {
            throw new IllegalStateException("expected the shared vectors in contracts/vectors", e);
        }
    }
}
