package io.verigrad.client.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.CallOutcome;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Receipt;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One vector for each text, in the order of the texts. */
public record Embeddings(List<Vector> vectors, Usage usage) {
    public Embeddings {
        vectors = List.copyOf(vectors);
    }

    /** A vector, its numbers as the model gave them. */
    public record Vector(List<Float> values) {
        public Vector {
            values = List.copyOf(values);
        }

        public float[] toArray() {
            float[] array = new float[values.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = values.get(i);
            }
            return array;
        }
    }

    /**
     * @param expected how many texts there were
     * @throws UnreadableAnswerException if there is not one vector for each text
     */
    static Embeddings of(CallOutcome.Answered answer, int expected)
            throws MalformedJsonException, UnreadableAnswerException {
        SortedMap<Integer, Vector> found = new TreeMap<>();
        for (JsonNode entry : Json.read(answer.body().toArray(), JsonNode.class).path("data")) {
            found.put(entry.path("index").asInt(-1), vector(entry.path("embedding")));
        }
        if (found.size() != expected || found.firstKey() != 0 || found.lastKey() != expected - 1) {
            throw new UnreadableAnswerException("expected " + expected + " vectors, found " + found.size());
        }
        Receipt receipt = answer.receipt().receipt();
        return new Embeddings(List.copyOf(found.values()), new Usage(receipt.inputUnits(), receipt.outputUnits()));
    }

    private static Vector vector(JsonNode numbers) throws UnreadableAnswerException {
        Float[] values = new Float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            if (!numbers.get(i).isNumber()) {
                throw new UnreadableAnswerException("expected numbers in a vector");
            }
            values[i] = numbers.get(i).floatValue();
        }
        if (values.length == 0) {
            throw new UnreadableAnswerException("expected numbers in a vector, found none");
        }
        return new Vector(List.of(values));
    }
}
