package io.verigrad.chain.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The JSON 1.1 API of KMS for one key, as far as it is used here; its signatures always have a high s. */
final class KmsStandIn implements AutoCloseable {
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);

    final List<String> calls = new ArrayList<>();
    volatile String keySpec = "ECC_SECG_P256K1";
    volatile KeyPair key = secp256k1();
    private final HttpServer server;

    KmsStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    static KeyPair secp256k1() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(new ECGenParameterSpec("secp256k1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = Json.mapper().readTree(exchange.getRequestBody());
            String call = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            synchronized (calls) {
                calls.add(call);
            }
            ObjectNode answer = Json.mapper().createObjectNode();
            answer.put("KeyId", request.path("KeyId").asText());
            if (!exchange.getRequestHeaders().getFirst("Authorization").startsWith("AWS4-HMAC-SHA256 ")) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            switch (call) {
                case "TrentService.GetPublicKey" ->
                    answer.put("KeySpec", keySpec)
                            .put("PublicKey", base64(key.getPublic().getEncoded()));
                case "TrentService.Sign" -> answer.put("Signature", base64(sign(request)));
                default -> throw new IOException("expected GetPublicKey or Sign, found " + call);
            }
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] sign(JsonNode request) throws IOException {
        if (!request.path("MessageType").asText().equals("DIGEST")
                || !request.path("SigningAlgorithm").asText().equals("ECDSA_SHA_256")) {
            throw new IOException("expected a digest for ECDSA_SHA_256, found " + request.fieldNames());
        }
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA", PROVIDER);
            signature.initSign(key.getPrivate());
            signature.update(Base64.getDecoder().decode(request.path("Message").asText()));
            ASN1Sequence rs = ASN1Sequence.getInstance(signature.sign());
            BigInteger s = ASN1Integer.getInstance(rs.getObjectAt(1)).getPositiveValue();
            BigInteger high = s.max(ORDER.subtract(s));
            return new DERSequence(
                            new ASN1Integer[] {ASN1Integer.getInstance(rs.getObjectAt(0)), new ASN1Integer(high)})
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
