package io.verigrad.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.software.SoftwareAttester;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** An enclave whose key is in the hands of the test: properly registered, and then free to lie. */
record Enclave(Devnet devnet, PrivateKey key) {
    private static final ChainId CHAIN = new ChainId(84532);

    /** Attests, is appraised and registered as every runner is. */
    static Enclave register(Devnet devnet) throws Exception {
        Enclave enclave = new Enclave(devnet, PrivateKey.generate(new SecureRandom()));
        JsonNode appraisal = enclave.appraise(enclave.evidence(devnet.settings().runtimeDigest()));
        if (!appraisal.path("status").asText().equals("affirming")) {
            throw new IllegalStateException("the test's enclave was not affirmed: " + appraisal);
        }
        EnclaveRegistration registration = Json.convert(appraisal.get("registration"), EnclaveRegistration.class);
        TypedDataDomain registry =
                TypedDataDomain.verigrad(CHAIN, devnet.contracts().enclaveRegistry());
        Signature signature = enclave.key().sign(registry.digest(registration.structHash()));
        Map<String, Object> body = Map.of(
                "registration",
                registration,
                "enclaveSignature",
                signature,
                "endorsements",
                List.of(Map.of("validator", appraisal.get("validator"), "signature", appraisal.get("signature"))));
        for (int i = 0; i < 100; i++) {
            JsonNode answer = post(devnet.settlement().url().resolve("/register"), body);
            if (answer.path("status").asText().equals("registered")) {
                return enclave;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("the test's enclave was not registered in time");
    }

    /** Evidence of a runner of this digest, fresh for the chain's latest block. */
    Evidence evidence(String runtimeDigest) throws Exception {
        JsonNode challenge = post(devnet.verifier().url().resolve("/challenge"), Map.of());
        Hash32 digest = Hash32.parse(runtimeDigest);
        SoftwareRoot root =
                SoftwareRoot.parse(Files.readString(devnet.settings().policy().rootFile()));
        Binding binding = new Binding(
                key.publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                digest,
                Hash32.ZERO,
                Hash32.parse(challenge.get("policyId").asText()));
        return new SoftwareAttester(root, Map.of(0, digest.bytes()), Clock.systemUTC(), new SecureRandom())
                .attest(
                        Hash32.parse(challenge.get("blockHash").asText()),
                        Hash32.parse(challenge.get("nonce").asText()),
                        binding);
    }

    JsonNode appraise(Evidence evidence) throws Exception {
        return post(
                devnet.verifier().url().resolve("/appraise-enclave"),
                Map.of("evidence", evidence.toBase64(), "operator", Accounts.OPERATOR.address()));
    }

    TypedDataDomain domain() {
        return TypedDataDomain.verigrad(CHAIN, devnet.contracts().settlement());
    }

    static JsonNode post(URI url, Object body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(url)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("expected 200 of " + url + ", found " + answer.statusCode());
            }
            return Json.mapper().readTree(answer.body());
        }
    }
}
