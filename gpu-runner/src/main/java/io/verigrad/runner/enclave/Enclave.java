package io.verigrad.runner.enclave;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.runner.enclave.EnclaveState.Registered;
import io.verigrad.runner.enclave.EnclaveState.Unregistered;
import io.verigrad.value.Address;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** This enclave as the world sees it: its key, the domain it signs for and its registration. */
public final class Enclave {
    private final EnclaveKeys keys;
    private final TypedDataDomain domain;
    private final Clock clock;
    private final AtomicReference<EnclaveState> state =
            new AtomicReference<>(new Unregistered("the enclave was not appraised yet"));

    /**
     * @param domain of receipts and offers
     */
    public Enclave(EnclaveKeys keys, TypedDataDomain domain, Clock clock) {
        this.keys = keys;
        this.domain = domain;
        this.clock = clock;
    }

    public EnclaveKeys keys() {
        return keys;
    }

    public Address address() {
        return keys.receipt().address();
    }

    public TypedDataDomain domain() {
        return domain;
    }

    public EnclaveState state() {
        return state.get();
    }

    void become(EnclaveState next) {
        state.set(next);
    }

    /** Why this enclave cannot issue receipts now, or empty if it can. */
    public Optional<String> notReady() {
        return switch (state.get()) {
            case Unregistered unregistered -> Optional.of("the enclave is not registered: " + unregistered.reason());
            case Registered registered ->
                registered.covers(clock.instant())
                        ? Optional.empty()
                        : Optional.of("the enclave's registration does not cover the present time");
        };
    }

    /** The highest level that receipts may claim now. */
    public Assurance assurance() {
        return switch (state.get()) {
            case Unregistered unregistered -> Assurance.UNATTESTED;
            case Registered registered -> registered.registration().maxAssurance();
        };
    }
}
