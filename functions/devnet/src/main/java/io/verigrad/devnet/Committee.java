package io.verigrad.devnet;

import io.verigrad.crypto.PrivateKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Who validates on a local network: its own validator, and others beside it.
 *
 * @param weight of the network's own validator, in millions of OPG
 */
public record Committee(long weight, List<Fellow> fellows) {
    /** The network's own validator and nobody else. */
    static final Committee ALONE = new Committee(1, List.of());

    public Committee {
        fellows = List.copyOf(fellows);
    }

    /**
     * One more validator: a verifier-fn in a process of its own, with its own key and its own policy file.
     *
     * @param weight in millions of OPG
     * @param policy makes its policy file of the network's
     * @param settings that it has beside those of every validator
     */
    public record Fellow(
            String name,
            PrivateKey key,
            long weight,
            int port,
            UnaryOperator<String> policy,
            Map<String, String> settings) {
        public Fellow {
            settings = Map.copyOf(settings);
        }

        /** A validator at a free port. */
        public static Fellow of(
                String name, PrivateKey key, long weight, UnaryOperator<String> policy, Map<String, String> settings) {
            return new Fellow(name, key, weight, Ports.free(1)[0], policy, settings);
        }

        public URI url() {
            return URI.create("http://127.0.0.1:" + port);
        }
    }
}
