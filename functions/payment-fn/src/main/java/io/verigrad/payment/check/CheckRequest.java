package io.verigrad.payment.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;

/**
 * What a runner asks to be reserved.
 *
 * @param requirements the runner's own terms that the payment accepts
 * @param offer what the enclave signed of the price
 * @param host whose vault the payee must be
 */
record CheckRequest(
        PaymentPayload payment, PaymentRequirements requirements, Hash32 requestHash, SignedOffer offer, Address host) {
    static CheckRequest parse(JsonNode body) throws MalformedJsonException, PaymentFormatException {
        return new CheckRequest(
                PaymentPayload.parse(body.path("payment")),
                PaymentRequirements.parse(body.path("requirements")),
                Json.convert(body.path("requestHash"), Hash32.class),
                Json.convert(body.path("offer"), SignedOffer.class),
                Json.convert(body.path("host"), Address.class));
    }
}
