package io.verigrad.verifier;

import io.verigrad.json.Json;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.enclave.Challenge;
import io.verigrad.verifier.enclave.EnclaveAppraisal;
import io.verigrad.verifier.endorsement.Endorsement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** Calls the functions of the application under test as a stranger would. */
final class Functions {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI base;

    Functions(URI base) {
        this.base = base;
    }

    Challenge challenge() throws Exception {
        return call("challenge", Map.of(), Challenge.class);
    }

    EnclaveAppraisal appraise(Enclave enclave, Challenge challenge) throws Exception {
        return call(
                "appraise-enclave",
                Map.of("evidence", enclave.evidence(challenge).toBase64(), "operator", Keys.OPERATOR),
                EnclaveAppraisal.class);
    }

    Endorsement endorse(List<Hash32> receiptIds, long appraisedAt) throws Exception {
        return call(
                "endorse",
                Map.of("receiptIds", receiptIds, "appraisedAt", Long.toString(appraisedAt)),
                Endorsement.class);
    }

    <T> T call(String function, Object body, Class<T> type) throws Exception {
        HttpResponse<byte[]> response = post(function, Json.write(body), Map.of());
        if (response.statusCode() != 200) {
            throw new AssertionError(function + " answered " + response.statusCode());
        }
        return Json.read(response.body(), type);
    }

    HttpResponse<byte[]> post(String path, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/" + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
    }
}
