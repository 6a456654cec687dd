package io.verigrad.runner.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.gcp.GcpForge;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.value.Hash32;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The token server is played over a real Unix socket. */
class GcpAttesterTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
    private static final Hash32 NONCE = Hash32.parse("0x" + "07".repeat(32));

    private final Binding binding = new SnpForge().binding();
    private Path folder;
    private ServerSocketChannel server;
    private volatile String answer = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + TOKEN;
    private volatile String asked = "";

    @BeforeEach
    void listens() throws Exception {
        // A socket's path has about a hundred characters at most.
        folder = Files.createTempDirectory("tee");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    ByteBuffer request = ByteBuffer.allocate(4096);
                    while (!new String(request.array(), StandardCharsets.US_ASCII).contains("}")) {
                        if (client.read(request) < 0) {
                            break;
                        }
                    }
                    asked = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
                    if (answer.isEmpty()) {
                        client.read(ByteBuffer.allocate(1));
                    } else {
                        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
                    }
                }
            }
        } catch (java.io.IOException closed) {
            // The test is over.
        }
    }

    @AfterEach
    void stops() throws Exception {
        server.close();
        Files.delete(folder.resolve("s"));
        Files.delete(folder);
    }

    @Test
    void asksForATokenWithNonceAndBinding() {
        Evidence evidence = attester().attest(Hash32.ZERO, NONCE, binding);

        assertThat(new String(evidence.document().toArray(), StandardCharsets.US_ASCII))
                .isEqualTo(TOKEN);
        assertThat(asked)
                .startsWith("POST /v1/token HTTP/1.0\r\n")
                .contains(
                        "\"audience\":\"https://verigrad.example\"",
                        "\"token_type\":\"OIDC\"",
                        "\"nonces\":[\"" + "07".repeat(32) + "\",\""
                                + binding.hash(NONCE).toString().substring(2) + "\"]");
    }

    @Test
    void tokensAreAcceptedByTheVerifier() throws Exception {
        GcpForge forge = new GcpForge();
        answer = "HTTP/1.0 200 OK\r\n\r\n" + new String(forge.document().toArray(), StandardCharsets.US_ASCII);

        Evidence evidence = attester().attest(Hash32.ZERO, forge.nonce, forge.binding());

        assertThat(forge.appraise(evidence.document(), forge.circumstances()))
                .isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void takesNothingElseForAToken() {
        answer = "HTTP/1.0 500 Internal Server Error\r\n\r\nno";
        assertRefused("expected status 200, found HTTP/1.0 500 Internal Server Error");
        answer = "HTTP/1.0 200 OK\r\n\r\n<html>";
        assertRefused("expected a token of three parts");
        answer = "HTTP/1.0 200 OK\r\n\r\n" + "a".repeat(70_000);
        assertRefused("expected at most 65536 bytes");
        answer = "HTTP/1.0 200 OK\r\n";
        assertRefused("expected status 200");
    }

    @Test
    void doesNotWaitForEver() {
        answer = "";
        assertRefused("does not answer");
    }

    private GcpAttester attester() {
        return new GcpAttester(new TeeServer(folder.resolve("s"), Duration.ofSeconds(1)), "https://verigrad.example");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> attester().attest(Hash32.ZERO, NONCE, binding))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining(message);
    }
}
