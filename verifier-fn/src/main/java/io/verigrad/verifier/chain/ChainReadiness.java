package io.verigrad.verifier.chain;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the configured chain was seen; says why not until then. */
@Readiness
@ApplicationScoped
class ChainReadiness implements HealthCheck {
    private static final String NAME = "chain";

    private final VerifiedChain chain;

    ChainReadiness(VerifiedChain chain) {
        this.chain = chain;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            chain.get();
            return HealthCheckResponse.up(NAME);
        } catch (ChainUnavailableException e) {
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("problem", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
