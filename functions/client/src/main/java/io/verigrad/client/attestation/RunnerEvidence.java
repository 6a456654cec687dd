package io.verigrad.client.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks a runner for evidence: {@code GET /v1/attestation?nonce=}. */
public final class RunnerEvidence {
    /** The path of a runner's evidence. */
    public static final String PATH = "/v1/attestation";

    private RunnerEvidence() {}

    /**
     * Fresh evidence for a nonce of the caller's.
     *
     * @param runner any URL of the runner; its path is not used
     * @throws IOException if the runner does not answer with evidence
     * @throws EvidenceFormatException if what it calls evidence is none
     */
    public static Evidence fetch(BoundedHttp http, URI runner, Hash32 nonce)
            throws IOException, EvidenceFormatException {
        URI place = runner.resolve(PATH + "?nonce=" + nonce);
        HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(place)
                .header("Accept", "application/json")
                .GET()
                .build());
        if (response.statusCode() != 200) {
            throw new IOException(
                    "expected evidence of " + place.getHost() + ", found status " + response.statusCode());
        }
        return read(response.body());
    }

    /**
     * Reads evidence in any of the forms it is kept in: an envelope, its base64, or a runner's answer.
     *
     * @throws EvidenceFormatException if it is none of them
     */
    public static Evidence read(byte[] content) throws EvidenceFormatException {
        String text = new String(content, java.nio.charset.StandardCharsets.UTF_8).strip();
        if (!text.startsWith("{")) {
            return Evidence.parseBase64(text);
        }
        ObjectNode json;
        try {
            json = Json.read(content, ObjectNode.class);
        } catch (MalformedJsonException e) {
            throw EvidenceFormatException.of("evidence", String.valueOf(e.getMessage()), e);
        }
        if (!json.has("evidence") && !json.has("document")) {
            throw EvidenceFormatException.of("evidence", "expected an envelope, or an object with evidence in base64");
        }
        return json.has("evidence")
                ? Evidence.parseBase64(json.path("evidence").asText())
                : Evidence.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
