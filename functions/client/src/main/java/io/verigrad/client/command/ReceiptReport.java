package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.receipt.Content;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.client.receipt.Violation;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What was found about a receipt, for people and for scripts. */
record ReceiptReport(SignedReceipt signed, Content content, KeyStanding standing, ReceiptVerification verification) {
    String toText() {
        Receipt receipt = signed.receipt();
        String facts = """
                receipt      %s
                verified     %s
                assurance    %s
                issued       %s, number %d of key %s
                model        %s
                request      %s%s
                answer       %s%s, %s
                charge       %s of %s authorised, %s
                payment      %s by %s to %s
                key          %s""".formatted(
                        signed.id(),
                        violations().isEmpty() ? "yes" : "NO",
                        receipt.assurance(),
                        Instant.ofEpochSecond(receipt.issuedAt()),
                        receipt.sequence(),
                        receipt.enclaveKey(),
                        receipt.modelDigest(),
                        receipt.requestHash(),
                        compared(content.requestHash().isPresent()),
                        receipt.responseHash(),
                        compared(content.responseHash().isPresent()),
                        receipt.finish(),
                        receipt.charge(),
                        receipt.cap(),
                        receipt.asset(),
                        receipt.paymentId(),
                        receipt.payer(),
                        receipt.payTo(),
                        standingText());
        return facts
                + violations().stream().map(violation -> "\n  - " + violation).collect(Collectors.joining());
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("receiptId", signed.id().toString());
        json.put("verified", violations().isEmpty());
        json.put("assurance", signed.receipt().assurance().name());
        json.put("enclaveKey", signed.receipt().enclaveKey().toString());
        json.put("keyChecked", !(standing instanceof KeyStanding.NotAsked));
        json.put("requestChecked", content.requestHash().isPresent());
        json.put("responseChecked", content.responseHash().isPresent());
        ArrayNode array = json.putArray("violations");
        violations()
                .forEach(violation ->
                        array.addObject().put("code", violation.code().code()).put("detail", violation.detail()));
        return json.toString();
    }

    private List<Violation> violations() {
        return verification instanceof ReceiptVerification.Rejected rejected ? rejected.violations() : List.of();
    }

    private String standingText() {
        return switch (standing) {
            case KeyStanding.NotAsked() -> "not checked on chain";
            case KeyStanding.Unknown() -> "not registered";
            case KeyStanding.Registered key ->
                "registered until " + Instant.ofEpochSecond(key.validUntil()) + ", for " + key.maxAssurance()
                        + " at most"
                        + (key.revokedAt().isPresent()
                                ? ", revoked "
                                        + Instant.ofEpochSecond(key.revokedAt().getAsLong())
                                : "");
        };
    }

    private static String compared(boolean done) {
        return done ? "" : " (content not compared)";
    }
}
