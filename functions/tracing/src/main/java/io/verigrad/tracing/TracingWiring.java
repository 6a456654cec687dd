package io.verigrad.tracing;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Traces go where the settings say. The library that sends them is loaded only then. */
final class TracingWiring {
    @Produces
    @Singleton
    @DefaultBean
    PaymentTraces traces(TracingSettings settings, @ConfigProperty(name = "quarkus.application.name") String service) {
        return settings.collector()
                .<PaymentTraces>map(collector -> new ExportedTraces(collector, settings.share(), service))
                .orElse(PaymentTraces.NONE);
    }

    void check(@Observes StartupEvent event, TracingSettings settings) {
        if (!(settings.share() >= 0 && settings.share() <= 1)) {
            throw new ConfigurationException(
                    "verigrad.tracing.share: expected a number from 0 to 1, found " + settings.share());
        }
        if (!settings.collector().map(TracingWiring::isWebAddress).orElse(true)) {
            throw new ConfigurationException(
                    "verigrad.tracing.collector: expected a URL such as http://127.0.0.1:4318/v1/traces");
        }
    }

    void close(@Disposes PaymentTraces traces) throws Exception {
        if (traces instanceof AutoCloseable open) {
            open.close();
        }
    }

    private static boolean isWebAddress(URI collector) {
        return collector.getHost() != null
                && ("http".equals(collector.getScheme()) || "https".equals(collector.getScheme()));
    }
}
