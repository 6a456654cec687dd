package io.verigrad.settlement;

import io.quarkus.funqy.Funq;
import io.verigrad.chain.rpc.ChainUnavailableException;
import org.jboss.logging.Logger;

/** The functions of settlement, over HTTP or as CloudEvents. */
public class SettlementFunctions {
    private static final Logger LOG = Logger.getLogger(SettlementFunctions.class);

    private final Registrar registrar;
    private final Settler settler;

    SettlementFunctions(Registrar registrar, Settler settler) {
        this.registrar = registrar;
        this.settler = settler;
    }

    /** Registers the key of an enclave. Repeat it while it answers {@code pending}. */
    @Funq("register")
    public RegisterAnswer register(RegisterCall call) {
        try {
            return registrar.register(call);
        } catch (ChainUnavailableException e) {
            LOG.warnf("Registration of %s: %s", call.registration().enclaveKey(), e.getMessage());
            return RegisterAnswer.unknown();
        }
    }

    /** Runs one round of settlement now. */
    @Funq("settle")
    public void settle() {
        settler.settle();
    }
}
