package io.verigrad.runner.recheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.value.Hash32;
import java.util.Base64;
import java.util.Optional;

/**
 * A receipt with the bodies that it hashes. Nobody keeps them, so whoever wants a recheck sends them again.
 *
 * @param path of the request; its method was POST
 * @param streamed the response if it was a stream
 */
record RecheckRequest(
        SignedReceipt receipt, String path, byte[] request, byte[] response, Optional<StreamedAnswer> streamed) {
    /**
     * Reads a request and holds its bodies against the receipt.
     *
     * @param id of the receipt, from the path
     */
    static RecheckRequest read(Hash32 id, byte[] body) throws InvalidRequestException {
        RecheckRequest read;
        try {
            ObjectNode json = Json.read(body, ObjectNode.class);
            SignedReceipt receipt = Json.convert(json.path("receipt"), SignedReceipt.class);
            byte[] response = base64(json, "response");
            read = new RecheckRequest(
                    receipt,
                    text(json, "path"),
                    base64(json, "request"),
                    response,
                    StreamedAnswer.read(response, receipt.receipt().requestHash()));
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of(
                    "malformed_json", "body", "expected receipt, path, request and response: " + e.getMessage());
        }
        read.requireReceipt(id);
        return read;
    }

    private void requireReceipt(Hash32 id) throws InvalidRequestException {
        if (!receipt.id().equals(id)) {
            throw InvalidRequestException.of(
                    "receipt_mismatch", "receipt", "expected receipt " + id + ", found " + receipt.id());
        }
        if (!receipt.signer().filter(receipt.receipt().enclaveKey()::equals).isPresent()) {
            throw InvalidRequestException.of(
                    "receipt_not_signed", "receipt", "expected the signature of the enclave that the receipt names");
        }
        Hash32 requestHash;
        try {
            requestHash = ContentHash.request("POST", path, request);
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.of("invalid_value", "path", String.valueOf(e.getMessage()));
        }
        if (!requestHash.equals(receipt.receipt().requestHash())) {
            throw InvalidRequestException.of(
                    "request_mismatch", "request", "these are not the path and the bytes that the receipt hashes");
        }
        Hash32 responseHash =
                streamed.map(StreamedAnswer::responseHash).orElseGet(() -> ContentHash.response(response));
        if (!responseHash.equals(receipt.receipt().responseHash())) {
            throw InvalidRequestException.of(
                    "response_mismatch", "response", "these are not the bytes that the receipt hashes");
        }
    }

    /** Where the answer says how it was made. */
    byte[] told() {
        return streamed.map(StreamedAnswer::last).orElse(response);
    }

    private static String text(JsonNode json, String member) throws InvalidRequestException {
        JsonNode value = json.path(member);
        if (!value.isTextual()) {
            throw InvalidRequestException.of("invalid_type", member, "expected a text");
        }
        return value.textValue();
    }

    private static byte[] base64(JsonNode json, String member) throws InvalidRequestException {
        try {
            return Base64.getDecoder().decode(text(json, member));
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.of("invalid_value", member, "expected base64");
        }
    }
}
