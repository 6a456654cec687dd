package io.verigrad.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

class FailoverTest {
    private static final String TRANSACTION = "0x" + "ab".repeat(32);

    private final AtomicLong now = new AtomicLong();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
    }

    @Test
    void asksTheNextWhereOneIsDown() throws Exception {
        Node good = node();
        Rpc rpc = rpc(URI.create("http://127.0.0.1:" + unusedPort()), good.url());

        assertThat(blockNumber(rpc)).isEqualTo(7);
    }

    @Test
    void leavesASlowOneAloneAfterItsFirstFailure() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Rpc rpc = rpc(URI.create("http://127.0.0.1:" + silent.getLocalPort()), node().url());
            blockNumber(rpc);

            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(blockNumber(rpc)).isEqualTo(7);
            }

            // Each of the twenty would have waited a second for it.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void comesBackToTheFirstOnceItsPauseIsOver() throws Exception {
        Node first = node();
        Node second = node();
        second.answers.put("eth_blockNumber", "\"0x8\"");
        first.status = 503;
        Rpc rpc = rpc(first.url(), second.url());
        assertThat(blockNumber(rpc)).isEqualTo(8);
        first.status = 200;
        assertThat(blockNumber(rpc)).isEqualTo(8);

        now.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(blockNumber(rpc)).isEqualTo(7);
    }

    @Test
    void takesNothingFromANodeOfAnotherChain() throws Exception {
        Node wrong = node();
        wrong.answers.put("eth_chainId", "\"0x1\"");
        wrong.answers.put("eth_blockNumber", "\"0x63\"");

        assertThat(blockNumber(rpc(wrong.url(), node().url()))).isEqualTo(7);
        assertThat(wrong.asked).doesNotContain("eth_blockNumber");
    }

    @Test
    void takesNothingThatIsNoAnswer() throws Exception {
        Node page = node();
        page.raw = "<html>Too many requests</html>";

        assertThat(blockNumber(rpc(page.url(), node().url()))).isEqualTo(7);
    }

    @Test
    void asksInBatchesToo() throws Exception {
        Node down = node();
        down.status = 500;
        RpcBatch batch = rpc(down.url(), node().url()).batch();
        RpcBatch.Place place = batch.code(Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e"));

        assertThat(batch.send().bytes(place).toString()).isEqualTo("0x60");
    }

    @Test
    void failsWhereAllFail() throws Exception {
        Node first = node();
        Node second = node();
        first.status = 503;
        second.status = 503;
        Rpc rpc = rpc(first.url(), second.url());

        assertThatThrownBy(() -> blockNumber(rpc)).isInstanceOf(ChainUnavailableException.class);

        second.status = 200;
        assertThat(blockNumber(rpc)).isEqualTo(7);
    }

    @Test
    void believesNoReceiptThatOneNodeMadeUp() throws Exception {
        Node lying = node();
        lying.answers.put("eth_getTransactionReceipt", receipt("0x1"));
        Rpc rpc = rpc(lying.url(), node().url());

        assertThatThrownBy(() -> status(rpc))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("EndpointsDisagree");
    }

    @Test
    void outvotesTheOneThatLiesAboutAReceipt() throws Exception {
        Node lying = node();
        lying.answers.put("eth_getTransactionReceipt", receipt("0x1"));
        Node second = node();
        Node third = node();
        second.answers.put("eth_getTransactionReceipt", receipt("0x0"));
        third.answers.put("eth_getTransactionReceipt", receipt("0x0"));
        Rpc rpc = rpc(lying.url(), second.url(), third.url());

        assertThat(status(rpc)).isEqualTo("0x0");
        lying.asked.clear();
        assertThat(blockNumber(rpc)).isEqualTo(7);
        assertThat(lying.asked).isEmpty();
    }

    @Test
    void believesAReceiptOfWhichTwoTellTheSame() throws Exception {
        Node late = node();
        Node second = node();
        Node third = node();
        second.answers.put("eth_getTransactionReceipt", receipt("0x1"));
        // Kinds of nodes add members of their own.
        third.answers.put("eth_getTransactionReceipt", receipt("0x1").replace("{", "{\"l1Fee\":\"0x5\","));

        assertThat(status(rpc(late.url(), second.url(), third.url()))).isEqualTo("0x1");
    }

    @Test
    void settlesNothingOnTheWordOfTheOnlyOneThatAnswers() throws Exception {
        Node down = node();
        down.status = 503;
        Node only = node();
        only.answers.put("eth_getTransactionReceipt", receipt("0x1"));
        Rpc rpc = rpc(down.url(), only.url());

        assertThatThrownBy(() -> status(rpc)).isInstanceOf(ChainUnavailableException.class);
    }

    private static String receipt(String status) {
        return "{\"transactionHash\":\"" + TRANSACTION + "\",\"blockHash\":\"0x" + "cd".repeat(32)
                + "\",\"blockNumber\":\"0x7\",\"gasUsed\":\"0x5208\",\"status\":\"" + status + "\",\"logs\":[]}";
    }

    private static String status(Rpc rpc) throws ChainUnavailableException {
        return rpc.optionalResult(rpc.requests().ethGetTransactionReceipt(TRANSACTION))
                .map(TransactionReceipt::getStatus)
                .orElse("none");
    }

    private static long blockNumber(Rpc rpc) throws ChainUnavailableException {
        BigInteger number =
                Quantity.decode("eth_blockNumber", rpc.result(rpc.requests().ethBlockNumber()));
        return number.longValueExact();
    }

    private Rpc rpc(URI... urls) {
        Rpc rpc = Rpc.of(List.of(urls), new ChainId(84532), Duration.ofSeconds(1), now::get);
        open.add(rpc);
        return rpc;
    }

    private Node node() throws IOException {
        Node node = new Node();
        open.add(node);
        return node;
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A node of our chain at block 7 that knows of no transaction, until it is told to be another. */
    private static final class Node implements AutoCloseable {
        final Map<String, String> answers = new ConcurrentHashMap<>(Map.of(
                "eth_chainId", "\"0x14a34\"",
                "eth_blockNumber", "\"0x7\"",
                "eth_getCode", "\"0x60\"",
                "eth_getTransactionReceipt", "null"));
        final List<String> asked = new CopyOnWriteArrayList<>();
        volatile int status = 200;
        volatile String raw = "";

        private final HttpServer server;

        Node() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::handle);
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2/secret-key");
        }

        private void handle(HttpExchange exchange) throws IOException {
            JsonNode question = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
            String answer = question.isArray() ? "[" + answer(question.get(0)) + "]" : answer(question);
            byte[] body = (raw.isEmpty() ? answer : raw).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        private String answer(JsonNode question) {
            String method = question.path("method").asText();
            asked.add(method);
            return "{\"jsonrpc\":\"2.0\",\"id\":" + question.path("id") + ",\"result\":" + answers.get(method) + "}";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
