package io.verigrad.payment.chain;

import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** The key epochs of runners, a few seconds old at most. */
@ApplicationScoped
public class EnclaveKeys {
    private final VerifiedChain chain;
    private final RecentAnswers<Address, KeyEpoch> epochs;

    EnclaveKeys(VerifiedChain chain, PaymentSettings settings, Clock clock) {
        this.chain = chain;
        this.epochs = new RecentAnswers<>(settings.keyAge(), clock);
    }

    /** The epoch of a key, or empty if nobody registered it. */
    public Optional<KeyEpoch> epochOf(Address key) throws ChainUnavailableException {
        return epochs.get(key, () -> chain.get().keyEpoch(key));
    }
}
