package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.SettleResponse;
import java.util.Map;

/** The headers of a paid answer. */
final class Headers {
    /** The level that production would reach with the same runner. */
    private static final Assurance LOCAL_MODEL = Assurance.WEIGHTS_BOUND;

    private Headers() {}

    static Map<String, String> of(SignedReceipt receipt, Payment payment) {
        return Map.of(
                "Verigrad-Receipt",
                PaymentHeader.encode(Json.tree(receipt)),
                "Verigrad-Assurance",
                assurance(receipt.receipt().assurance()),
                payment.version().responseHeader(),
                PaymentHeader.encode(settlement(receipt, payment).toJson(payment.version())),
                "Cache-Control",
                "private, no-store");
    }

    /** What the receipt claims, and where that is less what it would claim inside of a TEE. */
    private static String assurance(Assurance claimed) {
        return claimed == LOCAL_MODEL ? claimed.name() : claimed.name() + "; would-be=" + LOCAL_MODEL.name();
    }

    /** Nothing was broadcast yet, so there is no transaction to name. */
    private static SettleResponse settlement(SignedReceipt receipt, Payment payment) {
        ObjectNode extensions = Json.mapper().createObjectNode();
        extensions
                .putObject("verigrad")
                .put("state", "deferred")
                .put("paymentId", payment.id().toString())
                .put("receiptId", receipt.id().toString());
        return SettleResponse.deferred(payment.payer(), payment.terms().network(), extensions);
    }
}
