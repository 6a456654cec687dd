package io.verigrad.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.receipt.AnswerStream;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedLink;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The text of a chat that comes in pieces: each is held back until a signed link covers it. For one answer. */
final class LiveText {
    private static final String DATA = "data: ";

    private final AnswerStream stream;
    private final TypedDataDomain domain;
    private final Predicate<Address> trusted;
    private final Consumer<String> text;
    private final List<String> pieces = new ArrayList<>();
    private Optional<Boolean> signerIsTrusted = Optional.empty();
    private int shown;

    LiveText(Hash32 requestHash, TypedDataDomain domain, Predicate<Address> trusted, Consumer<String> text) {
        this.stream = new AnswerStream(requestHash, domain);
        this.domain = domain;
        this.trusted = trusted;
        this.text = text;
    }

    /** The data of the next event. */
    synchronized void event(byte[] data) {
        stream.event(data);
        pieces.add(piece(data));
        if (stream.violations().isEmpty() && stream.signed().isPresent()) {
            SignedLink link = stream.signed().get();
            if (isTrusted(link)) {
                show(link.link().events());
            }
        }
    }

    /** All of the answer was verified. */
    synchronized void end(Bytes body) {
        if (pieces.isEmpty()) {
            for (String event : new String(body.toArray(), StandardCharsets.UTF_8).split("\n\n", 0)) {
                if (event.startsWith(DATA)) {
                    pieces.add(piece(event.substring(DATA.length()).getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        show(pieces.size());
    }

    /** One key signs all links of a stream, which the stream itself sees to. */
    private boolean isTrusted(SignedLink link) {
        if (signerIsTrusted.isEmpty()) {
            signerIsTrusted = Optional.of(link.signer(domain).filter(trusted).isPresent());
        }
        return signerIsTrusted.get();
    }

    private void show(long events) {
        for (; shown < events && shown < pieces.size(); shown++) {
            if (!pieces.get(shown).isEmpty()) {
                text.accept(pieces.get(shown));
            }
        }
    }

    private static String piece(byte[] data) {
        try {
            return Json.read(data, JsonNode.class)
                    .at("/choices/0/delta/content")
                    .asText("");
        } catch (MalformedJsonException e) {
            return "";
        }
    }
}
