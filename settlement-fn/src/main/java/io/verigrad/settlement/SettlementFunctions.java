package io.verigrad.settlement;

import io.quarkus.funqy.Funq;
import io.verigrad.chain.rpc.ChainUnavailableException;

/** The functions of settlement, over HTTP or as CloudEvents. */
public class SettlementFunctions {
    private final Registrar registrar;
    private final Settler settler;

    SettlementFunctions(Registrar registrar, Settler settler) {
        this.registrar = registrar;
        this.settler = settler;
    }

    /** Registers the key of an enclave. Repeat it while it answers {@code pending}. */
    @Funq("register")
    public RegisterAnswer register(RegisterCall call) throws ChainUnavailableException {
        return registrar.register(call);
    }

    /** Runs one round of settlement now. */
    @Funq("settle")
    public void settle() {
        settler.settle();
    }
}
