package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.util.Base64;

/** The codec of x402's headers: base64, standard alphabet, of UTF-8 JSON (x402 v2, HTTP transport). */
public final class PaymentHeader {
    /** The longest header that is decoded, in characters. */
    public static final int MAX_LENGTH = 16 << 10;

    private PaymentHeader() {}

    public static String encode(JsonNode json) {
        return Base64.getEncoder().encodeToString(Json.write(json));
    }

    /** Decodes a header, padded or not. */
    public static JsonNode decode(String header) throws PaymentFormatException {
        if (header.length() > MAX_LENGTH) {
            throw new PaymentFormatException(
                    Reason.INVALID_PAYLOAD,
                    "expected a header of at most " + MAX_LENGTH + " characters, found " + header.length());
        }
        try {
            return Json.read(Base64.getDecoder().decode(header.strip()), JsonNode.class);
        } catch (IllegalArgumentException e) {
            throw new PaymentFormatException(Reason.INVALID_PAYLOAD, "expected base64 of the standard alphabet", e);
        } catch (MalformedJsonException e) {
            throw new PaymentFormatException(Reason.INVALID_PAYLOAD, "the header holds no JSON: " + e.getMessage(), e);
        }
    }

    /** Reads a payment from the header of {@code version}. */
    public static PaymentPayload payment(ProtocolVersion version, String header) throws PaymentFormatException {
        PaymentPayload payment = PaymentPayload.parse(decode(header));
        if (payment.version() != version) {
            throw new PaymentFormatException(
                    Reason.INVALID_X402_VERSION,
                    "x402Version: the header " + version.paymentHeader() + " carries version " + version.number()
                            + ", found " + payment.version().number());
        }
        return payment;
    }

    /** Reads the offer in {@code PAYMENT-REQUIRED}. */
    public static PaymentRequired required(String header) throws PaymentFormatException {
        return PaymentRequired.parse(decode(header));
    }
}
