package io.verigrad.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.verigrad.client.http.BoundedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoveredRunnersTest {
    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(10), 100_000);
    private HttpServer server;
    private String answer = "";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/discovery/resources", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void namesEachRunnerOnceAndNothingThatIsNoAddress() throws Exception {
        answer = """
                {"items":[{"resource":"http://one:8080/v1/embeddings"},{"resource":"http://one:8080/v1/chat/completions"},
                 {"resource":"file:///etc/passwd"},{"resource":"http://me:secret@two/"},{"resource":"not an address"},
                 {"resource":"https://three/v1/embeddings"},{}]}""";

        assertThat(runners().all()).containsExactly(URI.create("http://one:8080"), URI.create("https://three"));
    }

    @Test
    void saysWhenItIsNoList() {
        answer = "<html>";

        assertThatThrownBy(() -> runners().all())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("expected a list of resources");
    }

    private DiscoveredRunners runners() {
        return new DiscoveredRunners(
                http, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }
}
