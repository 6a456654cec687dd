package io.verigrad.serving;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the right chain and the right ledger were seen; says why not until then. */
@Readiness
@ApplicationScoped
class RemoteReadiness implements HealthCheck {
    private static final String NAME = "chain and ledger";

    private final RemoteFacts facts;

    RemoteReadiness(RemoteFacts facts) {
        this.facts = facts;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> problems = facts.areGood() ? Map.of() : facts.problems();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(NAME).status(problems.isEmpty());
        problems.forEach(answer::withData);
        return answer.build();
    }
}
