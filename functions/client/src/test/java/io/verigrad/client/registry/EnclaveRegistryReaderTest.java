package io.verigrad.client.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.client.FakeNode;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.receipt.Assurance;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnclaveRegistryReaderTest {
    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);
    private FakeNode node;

    @BeforeEach
    void start() throws Exception {
        node = new FakeNode();
    }

    @AfterEach
    void stop() {
        node.close();
        http.close();
    }

    @Test
    void readsAnEpoch() throws Exception {
        node.epoch = FakeNode.quoted(FakeNode.epoch(3, 100, 200, 150));

        assertThat(standing())
                .isEqualTo(new KeyStanding.Registered(Assurance.WEIGHTS_BOUND, 100, 200, OptionalLong.of(150)));
    }

    @Test
    void anEmptyEpochIsAnUnknownKey() throws Exception {
        node.epoch = FakeNode.quoted(FakeNode.epoch(0, 0, 0, 0));

        assertThat(standing()).isEqualTo(new KeyStanding.Unknown());
    }

    @Test
    void asksAgainWhenABlockCameInThatMoment() throws Exception {
        node.betweenBlocks = 3;

        assertThat(standing()).isInstanceOf(KeyStanding.Registered.class);
    }

    @Test
    void givesUpOnANodeThatIsAlwaysBetweenBlocks() {
        node.betweenBlocks = 100;

        assertThatThrownBy(this::standing).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aNodeOfAnotherChainIsNotBelieved() {
        node.chainId = "\"0x1\"";

        assertThatThrownBy(this::standing)
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessage("expected a node of eip155:84532, found chain 0x1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "17", "\"0x\"", "\"0x00\"", "\"zz\"", "{}"})
    void aWrongAnswerIsNotAnUnknownKey(String result) {
        node.epoch = result;

        assertThatThrownBy(this::standing).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void anAssuranceThatNoEnclaveReachesIsAWrongAnswer() {
        node.epoch = FakeNode.quoted(FakeNode.epoch(4, 100, 200, 0));

        assertThatThrownBy(this::standing).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void failuresDoNotTellTheUrl() {
        node.status = 500;
        assertThatThrownBy(this::standing)
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessage("eth_chainId: HTTP status 500");

        node.close();
        assertThatThrownBy(this::standing)
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessage("eth_chainId: the node does not answer");
    }

    private KeyStanding standing() throws RegistryUnavailableException {
        return new EnclaveRegistryReader(http, node.url(), TestEnclave.CHAIN, TestEnclave.REGISTRY)
                .standingOf(TestEnclave.ENCLAVE.address());
    }
}
