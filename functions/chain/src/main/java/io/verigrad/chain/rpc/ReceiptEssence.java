package io.verigrad.chain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Of a transaction's receipt, what every node says alike: kinds of nodes differ in what else they tell. */
final class ReceiptEssence {
    private static final String METHOD = "eth_getTransactionReceipt";

    private ReceiptEssence() {}

    static boolean isAskedFor(JsonNode question) {
        return question.path("method").asText().equals(METHOD);
    }

    /** Whether the node knows of no receipt. */
    static boolean isNothing(JsonNode answer) {
        return answer.path("result").isNull() || answer.has("error");
    }

    /** Equal exactly for answers that tell the same. */
    static String of(JsonNode answer) {
        if (isNothing(answer)) {
            return answer.has("error") ? "error" : "null";
        }
        JsonNode receipt = answer.path("result");
        StringBuilder essence = new StringBuilder();
        append(essence, receipt, "transactionHash", "blockHash", "blockNumber", "status", "gasUsed");
        for (JsonNode log : receipt.path("logs")) {
            append(essence, log, "address", "data");
            log.path("topics").forEach(topic -> essence.append(text(topic)).append(' '));
        }
        return essence.toString();
    }

    private static void append(StringBuilder essence, JsonNode object, String... names) {
        for (String name : names) {
            essence.append(text(object.path(name))).append(' ');
        }
        essence.append('\n');
    }

    private static String text(JsonNode value) {
        return value.asText().toLowerCase(Locale.ROOT);
    }
}
