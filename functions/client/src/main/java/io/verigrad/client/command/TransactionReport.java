package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.transaction.TransactionOutcome;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a command did on chain, for a terminal and for scripts. */
final class TransactionReport {
    private final Map<String, String> members = new LinkedHashMap<>();

    TransactionReport with(String name, Object value) {
        members.put(name, value.toString());
        return this;
    }

    TransactionReport with(TransactionOutcome.Done done) {
        return with("transaction", done.transaction()).with("block", done.block());
    }

    String print(boolean json) {
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach(object::put);
            return object.toString();
        }
        StringBuilder text = new StringBuilder();
        members.forEach((name, value) -> text.append(String.format("%-12s %s%n", name, value)));
        return text.toString().stripTrailing();
    }
}
