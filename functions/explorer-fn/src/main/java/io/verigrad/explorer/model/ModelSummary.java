package io.verigrad.explorer.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.explorer.ledger.Cells;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A model in the list.
 *
 * @param modelDigest of its manifest
 * @param offer the terms of its latest settled receipt, as the enclave signed them
 * @param calls how many were settled
 * @param usedAt when the latest settled receipt was issued
 */
record ModelSummary(Hash32 modelDigest, JsonNode offer, long calls, Instant usedAt) {
    static ModelSummary of(Row row) {
        return new ModelSummary(
                Cells.hash(row, "model_digest"),
                json(row.getString("offer")),
                row.getLong("calls"),
                Cells.time(row, "issued_at"));
    }

    private static JsonNode json(String offer) {
        try {
            return Json.read(offer.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the ledger holds an offer that is not JSON", e);
        }
    }
}
