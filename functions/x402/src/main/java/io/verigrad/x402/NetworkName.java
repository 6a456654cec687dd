package io.verigrad.x402;

import io.verigrad.value.ChainId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The names that version 1 gives to chains (x402 v1, "Networks"). */
final class NetworkName {
    private static final Map<String, ChainId> CHAINS = Map.ofEntries(
            chain("ethereum", 1),
            chain("sepolia", 11155111),
            chain("abstract", 2741),
            chain("abstract-testnet", 11124),
            chain("base-sepolia", 84532),
            chain("base", 8453),
            chain("avalanche-fuji", 43113),
            chain("avalanche", 43114),
            chain("iotex", 4689),
            chain("sei", 1329),
            chain("sei-testnet", 1328),
            chain("polygon", 137),
            chain("polygon-amoy", 80002),
            chain("peaq", 3338),
            chain("story", 1514),
            chain("educhain", 41923),
            chain("skale-base-sepolia", 324705682),
            chain("megaeth", 4326),
            chain("monad", 143),
            chain("stable", 988),
            chain("stable-testnet", 2201),
            chain("celo", 42220),
            chain("flare", 14));
    private static final Map<ChainId, String> NAMES =
            CHAINS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private NetworkName() {}

    /** The chain of a name, as a parser for {@link JsonFields#value}. */
    static ChainId parse(String name) {
        return Optional.ofNullable(CHAINS.get(name))
                .orElseThrow(() -> new IllegalArgumentException("expected the name of an EVM network such as base"));
    }

    static Optional<String> of(ChainId chain) {
        return Optional.ofNullable(NAMES.get(chain));
    }

    private static Map.Entry<String, ChainId> chain(String name, long id) {
        return Map.entry(name, new ChainId(id));
    }
}
