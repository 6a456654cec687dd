package io.verigrad.runner.web;

import io.verigrad.runner.enclave.Enclave;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that receipts can be issued. */
@Readiness
@ApplicationScoped
public class EnclaveReadiness implements HealthCheck {
    private final Enclave enclave;

    public EnclaveReadiness(Enclave enclave) {
        this.enclave = enclave;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = enclave.notReady();
        return reason.map(text -> HealthCheckResponse.named("enclave")
                        .down()
                        .withData("reason", text)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("enclave"));
    }
}
