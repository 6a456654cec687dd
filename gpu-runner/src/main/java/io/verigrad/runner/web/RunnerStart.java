package io.verigrad.runner.web;

import io.quarkus.runtime.StartupEvent;
import io.verigrad.runner.contract.ContractLoop;
import io.verigrad.runner.enclave.RegistrationLoop;
import io.verigrad.runner.hub.Hub;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.price.TokenPrices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Finds what is wrong with models, prices and publications when the runner starts, and has the enclave registered and
 * prices fetched.
 */
@ApplicationScoped
public class RunnerStart {
    void start(
            @Observes StartupEvent event,
            Catalogue catalogue,
            Hub hub,
            RegistrationLoop registration,
            TokenPrices prices,
            ContractLoop contracts) {
        registration.start();
        prices.start();
        contracts.start();
    }
}
