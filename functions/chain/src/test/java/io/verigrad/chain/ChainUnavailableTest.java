package io.verigrad.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.verigrad.chain.rpc.CallResult;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.FakeNode;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainUnavailableTest {
    private static final Address SOMEWHERE = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");

    @Test
    void aRefusedConnectionIsOneException() throws Exception {
        try (Chain chain = chain(URI.create("http://127.0.0.1:" + unusedPort() + "/v2/secret-key"))) {
            assertUnavailable(chain, "eth_getCode");
        }
    }

    @Test
    void aSilentNodeIsGivenUpInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Chain chain = chain(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/v2/secret-key"))) {
            assertUnavailable(chain, "no answer in time");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "17",
                "\"\"",
                "\"0x1\"",
                "\"zz\"",
                "{\"a\":1}",
                "[]",
            })
    void aResultOfAnotherShapeIsOneException(String result) throws Exception {
        try (FakeNode node = FakeNode.result(result);
                Chain chain = chain(node.url())) {
            assertUnavailable(chain, "eth_getCode");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"jsonrpc\":\"2.0\",\"result\":"})
    void anAnswerThatIsNotJsonRpcIsOneException(String answer) throws Exception {
        try (FakeNode node = new FakeNode(200, answer);
                Chain chain = chain(node.url())) {
            assertUnavailable(chain, "eth_getCode");
        }
    }

    @Test
    void asksAgainWhenABlockCameInBetween() throws Exception {
        String late = "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32602,\"message\":"
                + "\"BlockOutOfRangeError: block height is 43 but requested was 42\"}}";

        try (FakeNode node = new FakeNode(200, late, late, "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x60\"}");
                Chain chain = chain(node.url())) {
            assertThat(chain.hasCode(SOMEWHERE)).isTrue();
        }
        try (FakeNode node = new FakeNode(200, late);
                Chain chain = chain(node.url())) {
            assertUnavailable(chain, "BlockOutOfRange");
        }
    }

    @Test
    void anHttpErrorIsOneException() throws Exception {
        try (FakeNode node = new FakeNode(401, "no");
                Chain chain = chain(node.url())) {
            assertUnavailable(chain, "eth_getCode");
        }
    }

    @Test
    void anErrorOfTheNodeIsNotARevert() throws Exception {
        try (FakeNode node = FakeNode.error(-32005, "limit\\nexceeded", "");
                Chain chain = chain(node.url())) {
            assertThatThrownBy(() -> chain.vaultOf(SOMEWHERE))
                    .isInstanceOf(ChainUnavailableException.class)
                    .hasMessage("eth_call: the node refused: -32005 limit?exceeded");
        }
    }

    @Test
    void anAssetThatBurnsAllGasRefusesThePayment() throws Exception {
        try (FakeNode node = FakeNode.error(-32000, "EVM error OutOfGas", "");
                Rpc rpc = new Rpc(node.url(), Duration.ofSeconds(1))) {
            assertThat(rpc.call(SOMEWHERE, SOMEWHERE, Bytes.EMPTY, BigInteger.TEN))
                    .isEqualTo(new CallResult.Reverted("reverted without a reason", Bytes.EMPTY));
        }
    }

    @Test
    void aViewThatRevertsIsAWrongContract() throws Exception {
        try (FakeNode node = FakeNode.error(3, "execution reverted", "0x");
                Chain chain = chain(node.url())) {
            assertThatThrownBy(() -> chain.vaultOf(SOMEWHERE))
                    .isInstanceOf(ChainUnavailableException.class)
                    .hasMessage("eth_call: " + SOMEWHERE + " reverted: reverted without a reason");
        }
    }

    @Test
    void aViewOfAnAddressWithoutCodeIsNotAnAnswer() throws Exception {
        try (FakeNode node = FakeNode.result("\"0x\"");
                Chain chain = chain(node.url())) {
            assertThatThrownBy(() -> chain.balanceOf(SOMEWHERE, SOMEWHERE))
                    .isInstanceOf(ChainUnavailableException.class)
                    .hasMessage("eth_call: expected 1 words or more, found 0 bytes");
        }
    }

    @Test
    void aConfigurationDoesNotPrintItsUrl() {
        assertThat(config(URI.create("https://example.org/v2/secret-key")).toString())
                .doesNotContain("secret");
    }

    @Test
    void aConfigurationNeedsAnHttpUrl() {
        assertThatThrownBy(() -> config(URI.create("ws://example.org/secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an http or https URL as the RPC endpoint");
    }

    private static void assertUnavailable(Chain chain, String message) {
        ChainUnavailableException failure =
                catchThrowableOfType(ChainUnavailableException.class, () -> chain.hasCode(SOMEWHERE));

        assertThat(failure).hasMessageContaining(message);
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(String.valueOf(at.getMessage())).doesNotContain("secret-key");
        }
    }

    private static Chain chain(URI url) {
        return Chain.connect(config(url));
    }

    private static ChainConfig config(URI url) {
        return new ChainConfig(url, new ChainId(84532), SOMEWHERE, SOMEWHERE, Duration.ofSeconds(1));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
