package io.verigrad.runner.generation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the next token is chosen and when a text ends. All of it is in the parameters hash of the receipt.
 *
 * @param temperature 0 always takes the likeliest token
 * @param topP the smallest set of tokens that together are this likely
 * @param topK the likeliest tokens that are considered; 0 for all
 * @param seed of the random numbers
 * @param maxTokens the most tokens of an answer
 * @param stop texts that end it and are not part of it
 */
public record Sampling(double temperature, double topP, int topK, long seed, int maxTokens, List<String> stop) {
    public Sampling {
        stop = List.copyOf(stop);
        if (!(temperature >= 0 && temperature <= 2) || !(topP > 0 && topP <= 1) || topK < 0 || maxTokens < 1) {
            throw new IllegalArgumentException("expected temperature 0 to 2, topP above 0 to 1, positive maxTokens");
        }
    }

    /** For the parameters hash. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new TreeMap<>();
        // Numbers as text: a double has one spelling in Java, and JSON readers differ.
        json.put("temperature", Double.toString(temperature));
        json.put("top_p", Double.toString(topP));
        json.put("top_k", topK);
        json.put("seed", Long.toString(seed));
        json.put("max_tokens", maxTokens);
        json.put("stop", stop);
        return json;
    }
}
