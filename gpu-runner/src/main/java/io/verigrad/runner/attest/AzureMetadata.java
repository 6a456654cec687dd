package io.verigrad.runner.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** The metadata service of Azure: certificates for reports of SEV-SNP, quotes for reports of TDX. */
final class AzureMetadata {
    /** Link-local: only the host of this machine answers there. */
    static final URI ADDRESS = URI.create("http://169.254.169.254");

    private static final int MAX_ANSWER = 64 << 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI address;

    AzureMetadata(URI address) {
        this.address = address;
        this.client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The certificates of this machine's reports, in PEM.
     *
     * @param key of the chip
     * @param authorities above it
     */
    record Certificates(String key, String authorities) {}

    Certificates certificates() {
        JsonNode answer = ask(HttpRequest.newBuilder(address.resolve("/metadata/THIM/amd/certification"))
                .GET());
        return new Certificates(text(answer, "vcekCert"), text(answer, "certificateChain"));
    }

    /** A quote of a report that only this machine can check. */
    Bytes quote(Bytes report) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(report.toArray());
        JsonNode answer = ask(HttpRequest.newBuilder(address.resolve("/acc/tdquote"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(Map.of("report", encoded)))));
        try {
            return Bytes.of(Base64.getUrlDecoder().decode(text(answer, "quote").replaceAll("=+$", "")));
        } catch (IllegalArgumentException e) {
            throw new AttestationUnavailableException(address + ": expected a quote in base64url", e);
        }
    }

    private JsonNode ask(HttpRequest.Builder request) {
        HttpRequest question =
                request.header("Metadata", "true").timeout(TIMEOUT).build();
        try {
            HttpResponse<byte[]> response =
                    client.send(question, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
            if (response.statusCode() != 200) {
                throw new AttestationUnavailableException(
                        question.uri() + ": expected status 200, found " + response.statusCode());
            }
            return Json.read(response.body(), ObjectNode.class);
        } catch (IOException | MalformedJsonException e) {
            throw new AttestationUnavailableException(question.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttestationUnavailableException(question.uri() + ": interrupted", e);
        }
    }

    private String text(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        if (!value.isTextual()) {
            throw new AttestationUnavailableException(address + ": expected the text member " + member);
        }
        return value.textValue();
    }
}
