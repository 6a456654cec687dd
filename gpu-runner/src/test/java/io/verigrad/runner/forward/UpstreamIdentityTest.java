package io.verigrad.runner.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.verigrad.crypto.Sha256;
import io.verigrad.runner.standin.UpstreamStandIn;
import io.verigrad.value.Hash32;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who an upstream is, over TLS. */
class UpstreamIdentityTest {
    private static final char[] PASSWORD = "password".toCharArray();

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void stops() {
        vertx.close();
    }

    @Test
    void isTheKeyOfItsCertificate() throws Exception {
        KeyStore keys = keys("one", "localhost");
        try (UpstreamStandIn server = serve(keys, 0);
                UpstreamClient client = client(server.port(), keys, "one")) {
            UpstreamIdentity identity = client.identity();
            assertThat(identity)
                    .isEqualTo(new UpstreamIdentity(
                            "localhost",
                            Sha256.hash(
                                    keys.getCertificate("one").getPublicKey().getEncoded())));
            assertThat(server.seen).as("to look is not to ask").isEmpty();
            assertThat(client.post("/chat/completions", new byte[] {'{', '}'}, identity)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void sendsNothingToAnotherKeyThanTheOfferNamed() throws Exception {
        KeyStore keys = keys("one", "localhost");
        try (UpstreamStandIn server = serve(keys, 0);
                UpstreamClient client = client(server.port(), keys, "one")) {
            UpstreamIdentity other = new UpstreamIdentity("localhost", Hash32.ZERO);
            assertThatThrownBy(() -> client.post("/chat/completions", new byte[] {'{', '}'}, other))
                    .isInstanceOfSatisfying(
                            UpstreamException.class,
                            e -> assertThat(e.kind()).isEqualTo(UpstreamException.Kind.IDENTITY_CHANGED));
            assertThat(server.seen).isEmpty();
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesForOrOfAnotherName() throws Exception {
        KeyStore trusted = keys("one", "localhost");
        KeyStore stranger = keys("two", "localhost");
        KeyStore otherName = keys("three", "example.com");
        try (UpstreamStandIn server = serve(stranger, 0);
                UpstreamClient client = client(server.port(), trusted, "one")) {
            assertUnreachable(client);
        }
        try (UpstreamStandIn server = serve(otherName, 0);
                UpstreamClient client = client(server.port(), otherName, "three")) {
            assertUnreachable(client);
        }
    }

    private static void assertUnreachable(UpstreamClient client) {
        assertThatThrownBy(client::identity)
                .isInstanceOfSatisfying(
                        UpstreamException.class,
                        e -> assertThat(e.kind()).isEqualTo(UpstreamException.Kind.UNREACHABLE));
    }

    private UpstreamClient client(int port, KeyStore keys, String alias) throws Exception {
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getCertificate(alias).getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Path trust = Files.writeString(directory.resolve(alias + ".pem"), pem, StandardCharsets.US_ASCII);
        return new UpstreamClient(
                vertx,
                new Upstream(
                        "test",
                        URI.create("https://localhost:" + port + "/v1"),
                        Optional.empty(),
                        Optional.of(trust),
                        true,
                        Duration.ofSeconds(5),
                        100));
    }

    private static UpstreamStandIn serve(KeyStore keys, int port) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), port), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new UpstreamStandIn(server);
    }

    private KeyStore keys(String alias, String name) throws Exception {
        Path file = directory.resolve(alias + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
