package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainVerification;
import io.verigrad.chain.rpc.ChainUnavailableException;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: this is the right chain and our contracts are on it. */
@Readiness
@Singleton
class ChainReadiness implements HealthCheck {
    private static final String NAME = "chain";

    private final Chain chain;

    ChainReadiness(Chain chain) {
        this.chain = chain;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return switch (chain.verify()) {
                case ChainVerification.Verified verified -> HealthCheckResponse.up(NAME);
                case ChainVerification.Mismatch mismatch ->
                    HealthCheckResponse.named(NAME)
                            .down()
                            .withData("problems", String.join("; ", mismatch.problems()))
                            .build();
            };
        } catch (ChainUnavailableException e) {
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("problems", e.getMessage())
                    .build();
        }
    }
}
