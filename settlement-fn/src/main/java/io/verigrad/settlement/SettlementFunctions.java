package io.verigrad.settlement;

import io.quarkus.funqy.Funq;
import io.verigrad.chain.rpc.ChainUnavailableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The functions of settlement, over HTTP or as CloudEvents. */
public class SettlementFunctions {
    private static final Logger LOG = Logger.getLogger(SettlementFunctions.class);

    private final Registrar registrar;
    private final WakeUps wakeUps;

    SettlementFunctions(Registrar registrar, WakeUps wakeUps) {
        this.registrar = registrar;
        this.wakeUps = wakeUps;
    }

    /** Registers the key of an enclave. Repeat it while it answers {@code pending}. */
    @Funq("register")
    public RegisterAnswer register(@Nullable RegisterCall call) {
        // Funqy reads the body "null" as no argument.
        if (call == null) {
            return RegisterAnswer.refused("no_registration");
        }
        try {
            return registrar.register(call);
        } catch (ChainUnavailableException e) {
            LOG.warnf("Registration of %s: %s", call.registration().enclaveKey(), e.getMessage());
            return RegisterAnswer.unknown();
        }
    }

    /** Starts a round of settlement soon, and does not wait for it. */
    @Funq("settle")
    public void settle() {
        wakeUps.wake();
    }
}
