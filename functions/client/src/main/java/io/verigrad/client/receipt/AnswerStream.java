package io.verigrad.client.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedLink;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.StreamHashChain;
import io.verigrad.receipt.StreamLink;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks an answer that comes as server-sent events, while it comes: give it the data of each event in order, and look at
 * {@link #violations} whenever you like. What was signed up to an event cannot be taken back. Not safe for use by several
 * threads.
 */
public final class AnswerStream {
    private static final String DONE = "[DONE]";
    private static final String DATA = "data: ";

    private final Hash32 requestHash;
    private final TypedDataDomain domain;
    private final StreamHashChain chain;
    private final List<Violation> violations = new ArrayList<>();
    private Optional<Address> signer = Optional.empty();
    private Optional<SignedReceipt> receipt = Optional.empty();
    private Optional<SignedLink> signed = Optional.empty();
    private long events;
    private boolean done;

    public AnswerStream(Hash32 requestHash, TypedDataDomain domain) {
        this.requestHash = requestHash;
        this.domain = domain;
        this.chain = new StreamHashChain(requestHash);
    }

    /** Whether a body is a stream of events as runners write it. */
    public static boolean isStream(byte[] body) {
        return new String(body, 0, Math.min(body.length, DATA.length()), StandardCharsets.UTF_8).equals(DATA);
    }

    /** Reads a whole stream. */
    public static AnswerStream read(byte[] body, Hash32 requestHash, TypedDataDomain domain) {
        AnswerStream stream = new AnswerStream(requestHash, domain);
        for (String event : new String(body, StandardCharsets.UTF_8).split("\n\n", 0)) {
            if (event.startsWith(DATA) && !event.matches("(?s).*[\r\n].*")) {
                stream.event(event.substring(DATA.length()).getBytes(StandardCharsets.UTF_8));
            } else if (!event.startsWith(":") || event.matches("(?s).*[\r\n].*")) {
                // Readers of events know more forms. One of them must not bring in what is not hashed here.
                stream.broken("expected events of one line of data each");
            }
        }
        return stream;
    }

    /** The data of the next event. */
    public void event(byte[] data) {
        if (done) {
            broken("there are events after the end");
            return;
        }
        if (new String(data, StandardCharsets.UTF_8).equals(DONE)) {
            done = true;
            return;
        }
        JsonNode event;
        try {
            event = Json.read(data, JsonNode.class);
        } catch (MalformedJsonException e) {
            broken("event " + events + " is not JSON");
            return;
        }
        JsonNode extra = event.path("verigrad");
        if (receipt.isPresent()) {
            broken("there are events after the receipt");
        } else if (extra.has("receipt")) {
            end(event, extra.path("receipt"));
        } else {
            link(extra);
            chain.append(data);
            events++;
        }
    }

    /** The response hash that the events so far give. */
    public Hash32 link() {
        return chain.last();
    }

    /** The last link that was signed on the way: proof of what came, should the stream end here. */
    public Optional<SignedLink> signed() {
        return signed;
    }

    /** The receipt, once it came; it is not verified here. */
    public Optional<SignedReceipt> receipt() {
        return receipt;
    }

    /** What is wrong so far. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** What is wrong with a stream that has ended: one without receipt and end was cut. */
    public List<Violation> violationsAtEnd() {
        if (done && receipt.isPresent()) {
            return violations();
        }
        List<Violation> all = new ArrayList<>(violations);
        all.add(new Violation(
                ViolationCode.STREAM_CUT,
                "the stream ended after " + events + " events without its receipt"
                        + signed.map(link -> "; " + link.link().events() + " of them are signed")
                                .orElse("")));
        return all;
    }

    private void link(JsonNode extra) {
        if (!extra.path("link").asText().equals(chain.last().toString())) {
            broken("event " + events + " names another link before it");
        }
        if (!extra.has("signed")) {
            return;
        }
        try {
            SignedLink found = Json.convert(extra.path("signed"), SignedLink.class);
            StreamLink link = found.link();
            if (!link.requestHash().equals(requestHash)
                    || !link.link().equals(chain.last())
                    || link.events() != events) {
                broken("the signature in event " + events + " is about other events");
            }
            sameSigner(found.signer(domain));
            signed = Optional.of(found);
        } catch (MalformedJsonException e) {
            broken("the signature in event " + events + " cannot be read");
        }
    }

    private void end(JsonNode event, JsonNode json) {
        SignedReceipt found;
        try {
            found = Json.convert(json, SignedReceipt.class);
        } catch (MalformedJsonException e) {
            violations.add(new Violation(ViolationCode.RECEIPT_MALFORMED, String.valueOf(e.getMessage())));
            return;
        }
        receipt = Optional.of(found);
        Receipt units = found.receipt();
        sameSigner(Optional.of(units.enclaveKey()));
        // The chain does not cover this event, so what it says of the usage counts for nothing unless the receipt
        // agrees.
        JsonNode usage = event.path("usage");
        if (usage.isObject()
                && (usage.path("prompt_tokens").asLong(-1) != units.inputUnits()
                        || usage.path("completion_tokens").asLong(-1) != units.outputUnits())) {
            broken("expected a usage of " + units.inputUnits() + " and " + units.outputUnits() + " tokens");
        }
    }

    private void sameSigner(Optional<Address> found) {
        if (found.isEmpty()
                || signer.filter(before -> !before.equals(found.get())).isPresent()) {
            broken("the stream is signed by more than one key, or by none");
        }
        signer = found;
    }

    private void broken(String detail) {
        violations.add(new Violation(ViolationCode.STREAM_BROKEN, detail));
    }
}
