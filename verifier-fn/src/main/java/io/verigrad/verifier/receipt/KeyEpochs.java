package io.verigrad.verifier.receipt;

import io.verigrad.attestation.receipt.KeyEpoch;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.verifier.config.VerifierConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Key epochs from the chain, kept for seconds. A key that is not registered is asked for each time, as it may be a moment
 * later.
 */
@ApplicationScoped
class KeyEpochs {
    private static final int MAX_ENTRIES = 10_000;

    private final VerifiedChain chain;
    private final Duration lifetime;
    private final Clock clock;
    private final Map<Address, Entry> entries = new ConcurrentHashMap<>();

    KeyEpochs(VerifiedChain chain, VerifierConfig config, Clock clock) {
        this.chain = chain;
        this.lifetime = config.epochCache();
        this.clock = clock;
    }

    KeyEpoch of(Address enclaveKey) throws ChainUnavailableException {
        Instant now = clock.instant();
        Entry known = entries.get(enclaveKey);
        if (known != null && now.isBefore(known.until)) {
            return known.epoch;
        }
        Optional<io.verigrad.chain.KeyEpoch> found = chain.get().keyEpoch(enclaveKey);
        if (found.isEmpty()) {
            return new KeyEpoch.Unknown();
        }
        if (entries.size() >= MAX_ENTRIES) {
            entries.clear();
        }
        KeyEpoch epoch = registered(found.get());
        entries.put(enclaveKey, new Entry(epoch, now.plus(lifetime)));
        return epoch;
    }

    private static KeyEpoch registered(io.verigrad.chain.KeyEpoch epoch) {
        return new KeyEpoch.Registered(
                epoch.validFrom(), epoch.validUntil(), epoch.revokedAt().orElse(0L), epoch.maxAssurance());
    }

    private record Entry(KeyEpoch epoch, Instant until) {}
}
