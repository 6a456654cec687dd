package io.verigrad.runner.execution;

import ai.onnxruntime.OrtException;
import io.verigrad.runner.execution.DecoderSession.Row;
import io.verigrad.runner.execution.DecoderSession.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Texts that share their runs, each with a row of the cache. */
record DecodeGroup(List<DecodeText> texts, KeyValueCache cache) {
    DecodeGroup {
        texts = List.copyOf(texts);
    }

    /** All texts of some groups in one; the groups are used up. */
    static DecodeGroup merged(DecoderSession session, List<DecodeGroup> groups) throws OrtException {
        if (groups.size() == 1) {
            return groups.getFirst();
        }
        List<Row> rows = new ArrayList<>();
        List<DecodeText> texts = new ArrayList<>();
        for (DecodeGroup group : groups) {
            texts.addAll(group.texts);
            IntStream.range(0, group.texts.size()).forEach(i -> rows.add(new Row(group.cache, i)));
        }
        KeyValueCache all = session.gather(rows);
        groups.forEach(group -> group.cache.close());
        return new DecodeGroup(texts, all);
    }

    /** The texts at these places; this group is used up. Empty if there are none. */
    Optional<DecodeGroup> only(DecoderSession session, List<Integer> places) throws OrtException {
        if (places.size() == texts.size()) {
            return Optional.of(this);
        }
        try (KeyValueCache before = cache) {
            if (places.isEmpty()) {
                return Optional.empty();
            }
            KeyValueCache rest = session.gather(
                    places.stream().map(place -> new Row(before, place)).toList());
            return Optional.of(new DecodeGroup(places.stream().map(texts::get).toList(), rest));
        }
    }

    /** One run for all; the cache stays. */
    Step step(DecoderSession session) throws OrtException {
        long[][] tokens = texts.stream().map(text -> new long[] {text.token()}).toArray(long[][]::new);
        // One of several who leaves must not end the run of the others.
        Cancellation cancellation = texts.size() == 1 ? texts.getFirst().cancellation : new Cancellation();
        return session.step(tokens, cache, cancellation);
    }

    /** Every text in a group of its own; this group is used up. */
    List<DecodeGroup> apart(DecoderSession session) throws OrtException {
        if (texts.size() == 1) {
            return List.of(this);
        }
        List<DecodeGroup> singles = new ArrayList<>();
        try (KeyValueCache before = cache) {
            for (int i = 0; i < texts.size(); i++) {
                singles.add(new DecodeGroup(List.of(texts.get(i)), session.gather(List.of(new Row(before, i)))));
            }
        }
        return singles;
    }

    /** Whether each text has these logits by itself too, bit by bit. */
    boolean givesAlone(DecoderSession session, float[][] logits) throws OrtException {
        for (int i = 0; i < texts.size(); i++) {
            try (KeyValueCache own = session.gather(List.of(new Row(cache, i)))) {
                Step step = session.step(new long[][] {{texts.get(i).token()}}, own, new Cancellation());
                step.cache().close();
                if (!Arrays.equals(step.logits()[0], logits[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    void fail(Throwable reason) {
        texts.forEach(text -> text.done.completeExceptionally(reason));
        cache.close();
    }
}
