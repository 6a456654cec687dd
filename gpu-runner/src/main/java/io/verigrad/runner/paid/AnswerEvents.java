package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedLink;
import io.verigrad.receipt.StreamHashChain;
import io.verigrad.receipt.StreamLink;
import io.verigrad.value.Hash32;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The events of one answer while it is made. Each gets a member {@code verigrad} that names the link before it; every
 * {@link #INTERVAL} events that link is signed, so that a reader can check while it reads. Not safe for use by several
 * threads.
 */
public final class AnswerEvents {
    /** A signature takes a fraction of a millisecond; with every event it would be most of the bytes. */
    static final int INTERVAL = 16;

    private final Hash32 requestHash;
    private final StreamHashChain chain;
    private final Optional<Function<StreamLink, SignedLink>> signer;
    private final Consumer<byte[]> out;
    private final Runnable made;
    private long events;

    /**
     * @param made is told of each event that holds some of the output
     */
    AnswerEvents(Hash32 requestHash, Function<StreamLink, SignedLink> signer, Consumer<byte[]> out, Runnable made) {
        this(requestHash, Optional.of(signer), out, made);
    }

    private AnswerEvents(
            Hash32 requestHash,
            Optional<Function<StreamLink, SignedLink>> signer,
            Consumer<byte[]> out,
            Runnable made) {
        this.requestHash = requestHash;
        this.chain = new StreamHashChain(requestHash);
        this.signer = signer;
        this.out = out;
        this.made = made;
    }

    /** The events of an answer that is only compared with another: nothing is signed. */
    public static AnswerEvents unsigned(Hash32 requestHash, Consumer<byte[]> out) {
        return new AnswerEvents(requestHash, Optional.empty(), out, () -> {});
    }

    /**
     * Adds an event.
     *
     * @param inputUnits what was read
     * @param outputUnits what was made before this event
     */
    public void add(ObjectNode event, long inputUnits, long outputUnits) {
        ObjectNode extra = event.putObject("verigrad").put("link", last().toString());
        if (events > 0 && events % INTERVAL == 0) {
            StreamLink link = new StreamLink(requestHash, last(), events, inputUnits, outputUnits);
            signer.ifPresent(key -> extra.set("signed", Json.tree(key.apply(link))));
        }
        byte[] data = Json.write(event);
        chain.append(data);
        events++;
        out.accept(EventFormat.event(data));
        if (outputUnits > 0) {
            made.run();
        }
    }

    /** The last link: the response hash when all events are there. */
    Hash32 last() {
        return chain.last();
    }
}
