package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.request.OpenRequest;
import io.verigrad.chain.request.Requests;
import io.verigrad.contracts.TestAsker;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint128;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint32;

/** A contract asks a model, and is called back with the answer. */
@ExtendWith(SharedDevnet.class)
class ContractRequestTest {
    private static final long PRICE = 1_000;
    private static final Address CALLER = Accounts.ADMINISTRATOR.address();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void isCalledBackWithTheAnswerThatItPaidFor(Devnet devnet) throws Exception {
        Requests requests = devnet.chain().requests(devnet.contracts().inferenceRequests());
        rpc(devnet, "anvil_impersonateAccount", List.of(CALLER));
        Bytes code = Bytes.concat(
                Bytes.parse("0x" + TestAsker.BINARY),
                StructEncoder.untyped()
                        .address(devnet.contracts().inferenceRequests())
                        .encoded());
        Address asker = Address.parse(send(devnet, Map.of("from", CALLER, "gas", "0x4c4b40", "data", code))
                .path("contractAddress")
                .asText());
        call(
                devnet,
                devnet.contracts().usdc(),
                new Function(
                        "mint",
                        List.of(
                                new org.web3j.abi.datatypes.Address(asker.toString()),
                                new Uint256(BigInteger.valueOf(PRICE))),
                        List.of()));

        JsonNode asked = call(
                devnet,
                asker,
                new Function(
                        "ask",
                        List.of(
                                new Bytes32(iris(devnet).toArray()),
                                new org.web3j.abi.datatypes.Address(
                                        devnet.contracts().usdc().toString()),
                                new Uint128(PRICE),
                                new Uint32(3600),
                                new Utf8String(RawCalls.INFER),
                                new Utf8String(RawCalls.SETOSA)),
                        List.of()));
        rpc(devnet, "anvil_stopImpersonatingAccount", List.of(CALLER));
        BigInteger id = requests.opened(devnet.chain()
                        .transactions()
                        .receiptOf(Hash32.parse(asked.path("transactionHash").asText()))
                        .orElseThrow())
                .getFirst();
        OpenRequest open = requests.find(id).orElseThrow();
        assertThat(open.asker()).isEqualTo(asker);

        byte[] answer = awaitAnswer(devnet, asker);

        assertThat(Json.read(answer, JsonNode.class).path("outputs")).isNotEmpty();
        assertThat(requests.find(id)).isEmpty();
        assertThat(requests.creditOf(asker, devnet.contracts().usdc()))
                .as("what the answer did not cost")
                .isEqualTo(TokenAmount.of(PRICE - 250));
    }

    private Hash32 iris(Devnet devnet) throws Exception {
        HttpResponse<byte[]> model = http.send(
                HttpRequest.newBuilder(devnet.runner().url().resolve("/v1/models/iris"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return Hash32.parse(RawCalls.json(model).at("/verigrad/modelDigest").asText());
    }

    private byte[] awaitAnswer(Devnet devnet, Address asker) throws Exception {
        Function last = new Function("lastAnswer", List.of(), List.of(new TypeReference<DynamicBytes>() {}));
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            String result = rpc(
                            devnet,
                            "eth_call",
                            List.of(Map.of("to", asker, "data", FunctionEncoder.encode(last)), "latest"))
                    .asText();
            byte[] answer = (byte[]) FunctionReturnDecoder.decode(result, last.getOutputParameters())
                    .getFirst()
                    .getValue();
            if (answer.length > 0) {
                return answer;
            }
            assertThat(System.nanoTime()).as("answered within a minute").isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private JsonNode call(Devnet devnet, Address to, Function function) throws Exception {
        return send(
                devnet, Map.of("from", CALLER, "to", to, "gas", "0x1e8480", "data", FunctionEncoder.encode(function)));
    }

    /** The receipt of a transaction that succeeded. */
    private JsonNode send(Devnet devnet, Object transaction) throws Exception {
        String hash = rpc(devnet, "eth_sendTransaction", List.of(transaction)).asText();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            JsonNode receipt = rpc(devnet, "eth_getTransactionReceipt", List.of(hash));
            if (!receipt.isNull()) {
                assertThat(receipt.path("status").asText()).isEqualTo("0x1");
                return receipt;
            }
            assertThat(System.nanoTime()).as("mined within 30 s").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private JsonNode rpc(Devnet devnet, String method, List<Object> parameters) throws Exception {
        byte[] body = Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(devnet.rpcUrl())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        JsonNode json = Json.mapper().readTree(new String(answer.body(), StandardCharsets.UTF_8));
        assertThat(json.path("error").isMissingNode())
                .as("%s: %s", method, json)
                .isTrue();
        return json.path("result");
    }
}
