package io.verigrad.runner.attest;

import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The token server of Confidential Space, {@code POST /v1/token} over a Unix socket ("Confidential Space, custom attestation
 * tokens"). Spoken to in HTTP/1.0, where an answer is one piece that ends with the connection.
 */
final class TeeServer {
    private static final int MAX_ANSWER = 64 << 10;

    private final Path socket;
    private final Duration timeout;

    TeeServer(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /** A token for an audience with these nonces, each of 8 to 88 characters. */
    Bytes token(String audience, List<String> nonces) {
        byte[] body = Json.write(Map.of("audience", audience, "token_type", "OIDC", "nonces", nonces));
        String head = "POST /v1/token HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A blocking channel has no timeout: closing it from another thread ends every wait.
            Thread watch = Thread.ofVirtual().start(() -> closeLater(channel));
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                write(channel, head.getBytes(StandardCharsets.US_ASCII));
                write(channel, body);
                return answer(Channels.newInputStream(channel).readNBytes(MAX_ANSWER + 1));
            } finally {
                watch.interrupt();
            }
        } catch (IOException e) {
            throw new AttestationUnavailableException(socket + ": the token server does not answer: " + e, e);
        }
    }

    private Bytes answer(byte[] response) {
        if (response.length > MAX_ANSWER) {
            throw new AttestationUnavailableException(socket + ": expected at most " + MAX_ANSWER + " bytes");
        }
        String text = new String(response, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String status = text.lines().findFirst().orElse("");
        if (end < 0 || !status.matches("HTTP/1\\.[01] 200( .*)?")) {
            throw new AttestationUnavailableException(
                    socket + ": expected status 200, found " + status.replaceAll("[^\\x20-\\x7e]", "?"));
        }
        String token = text.substring(end + 4).strip();
        if (!token.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")) {
            throw new AttestationUnavailableException(socket + ": expected a token of three parts");
        }
        return Bytes.of(token.getBytes(StandardCharsets.US_ASCII));
    }

    private void closeLater(SocketChannel channel) {
        try {
            Thread.sleep(timeout);
            channel.close();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
