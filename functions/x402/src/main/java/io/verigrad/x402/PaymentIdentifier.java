package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name that a client gives a payment: the extension {@code payment-identifier}. One name stands for one payment. */
public final class PaymentIdentifier {
    /** The name of the extension. */
    public static final String EXTENSION = "payment-identifier";

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{16,128}");

    private PaymentIdentifier() {}

    /**
     * The name of a payment, if it has one.
     *
     * @throws PaymentFormatException if it is malformed, or missing though the server asked for one
     */
    public static Optional<String> of(PaymentPayload payment) throws PaymentFormatException {
        Optional<JsonNode> info = payment.extensions()
                .map(extensions -> extensions.path(EXTENSION).path("info"))
                .filter(JsonNode::isObject);
        if (info.isEmpty()) {
            return Optional.empty();
        }
        JsonNode id = info.get().path("id");
        if (id.isTextual() && ID.matcher(id.textValue()).matches()) {
            return Optional.of(id.textValue());
        }
        boolean mayBeMissing = id.isMissingNode() || id.isNull();
        if (mayBeMissing && !info.get().path("required").asBoolean(false)) {
            return Optional.empty();
        }
        throw new PaymentFormatException(
                Reason.INVALID_PAYLOAD,
                "extensions." + EXTENSION + ".info.id: expected 16 to 128 letters, digits, - or _"
                        + (mayBeMissing ? ", found none" : ""));
    }
}
