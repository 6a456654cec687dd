package io.verigrad.client.inference;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.fleet.Fleet;
import io.verigrad.value.Bytes;
import java.net.URI;

/** How a call reaches a model: one runner, or the best of many. */
@FunctionalInterface
public interface Calls {
    /**
     * Pays for one call and verifies it.
     *
     * @param path such as {@code /v1/embeddings}
     */
    CallOutcome post(String model, String path, Bytes json);

    /** All calls to one runner. */
    static Calls to(URI runner, VerigradClient client) {
        return (model, path, json) -> client.post(runner.resolve(path), json);
    }

    /** Each call to the best runner, or the next if that one fails. */
    static Calls to(Fleet fleet) {
        return (model, path, json) -> fleet.post(model, path, json).outcome();
    }
}
