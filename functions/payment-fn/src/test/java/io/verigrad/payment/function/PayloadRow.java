package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A row of {@code payloads.jsonl}: a payment, what is changed about it, and the verdict that it must get from
 * {@code /verify} and from {@code /settle}.
 *
 * @param form the payment to begin with, see {@link PayloadForm}
 * @param changes what differs, see {@link PayloadForm}
 * @param status of the HTTP answer
 * @param reason of a refusal; empty for a good payment
 * @param settleReason where {@code /settle} differs: a reason, or {@code good}
 */
record PayloadRow(
        String name,
        String form,
        JsonNode changes,
        int status,
        Optional<String> reason,
        Optional<String> settleReason) {
    private static final String TABLE = "payloads.jsonl";

    static List<PayloadRow> table() {
        try (InputStream in = Objects.requireNonNull(PayloadRow.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank())
                    .map(PayloadRow::parse)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static PayloadRow parse(String line) {
        try {
            JsonNode row = Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
            return new PayloadRow(
                    row.path("name").asText(),
                    row.path("form").asText(),
                    row,
                    row.path("status").asInt(200),
                    Optional.ofNullable(row.get("reason")).map(JsonNode::asText),
                    Optional.ofNullable(row.get("settleReason")).map(JsonNode::asText));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("not a row of the table: " + line, e);
        }
    }

    @Override
    public String toString() {
        return form + ": " + name;
    }
}
