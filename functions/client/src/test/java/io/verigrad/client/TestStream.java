package io.verigrad.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedLink;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.StreamHashChain;
import io.verigrad.receipt.StreamLink;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The events of streams as runners write them. */
public final class TestStream {
    private TestStream() {}

    /** A stream of that many pieces; the link before the third is signed by {@code key}. */
    public static List<String> events(Hash32 request, int count, PrivateKey key) {
        StreamHashChain chain = new StreamHashChain(request);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode event = Json.mapper().createObjectNode().put("text", "piece " + i);
            event.putArray("choices").addObject().putObject("delta").put("content", "piece " + i + " ");
            ObjectNode extra =
                    event.putObject("verigrad").put("link", chain.last().toString());
            if (i == 2) {
                extra.set(
                        "signed",
                        Json.tree(SignedLink.sign(
                                new StreamLink(request, chain.last(), i, 5, i), TestEnclave.DOMAIN, key)));
            }
            chain.append(Json.write(event));
            events.add(text(event));
        }
        SignedReceipt receipt =
                TestEnclave.signed(TestEnclave.receipt(TestEnclave.payment(request), request, chain.last()));
        ObjectNode last = Json.mapper().createObjectNode();
        last.putObject("usage")
                .put("prompt_tokens", receipt.receipt().inputUnits())
                .put("completion_tokens", receipt.receipt().outputUnits());
        last.putObject("verigrad").set("receipt", Json.tree(receipt));
        events.add(text(last));
        events.add("[DONE]");
        return events;
    }

    private static String text(ObjectNode json) {
        return new String(Json.write(json), StandardCharsets.UTF_8);
    }
}
