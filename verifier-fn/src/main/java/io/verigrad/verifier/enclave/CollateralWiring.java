package io.verigrad.verifier.enclave;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.CollateralStore;
import io.verigrad.collateral.Fetcher;
import io.verigrad.collateral.FileStore;
import io.verigrad.collateral.MemoryStore;
import io.verigrad.collateral.Service;
import io.verigrad.verifier.config.CollateralSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the collateral service, and has it refresh itself. */
@ApplicationScoped
class CollateralWiring {
    @Produces
    @Singleton
    CollateralService service(CollateralSettings settings, Clock clock) {
        Optional<Fetcher> fetcher = settings.fetch()
                ? Optional.of(new Fetcher(bases(settings.services()), settings.timeout(), clock))
                : Optional.empty();
        return new CollateralService(store(settings), fetcher, settings.patience(), clock);
    }

    void close(@Disposes CollateralService service) {
        service.close();
    }

    private static CollateralStore store(CollateralSettings settings) {
        try {
            return settings.directory().isPresent()
                    ? new FileStore(settings.directory().get())
                    : new MemoryStore();
        } catch (IOException e) {
            throw new ConfigurationException("verigrad.collateral.directory: cannot be used: " + e, e);
        }
    }

    static Map<Service, URI> bases(Map<String, URI> configured) {
        Map<String, Service> known =
                Arrays.stream(Service.values()).collect(Collectors.toMap(Service::code, service -> service));
        Map<Service, URI> bases = new EnumMap<>(Service.class);
        configured.forEach((name, base) -> {
            Service service = known.get(name);
            if (service == null) {
                throw new ConfigurationException("verigrad.collateral.services." + name + ": expected one of "
                        + known.keySet().stream().sorted().toList());
            }
            if (base.getHost() == null || !String.valueOf(base.getScheme()).matches("https?")) {
                throw new ConfigurationException(
                        "verigrad.collateral.services." + name + ": expected an http or https URL");
            }
            bases.put(service, base);
        });
        return bases;
    }

    /** Asks for what is due. */
    @ApplicationScoped
    static class Refresh {
        private final CollateralService service;

        Refresh(CollateralService service) {
            this.service = service;
        }

        @Scheduled(
                every = "{verigrad.collateral.refresh}",
                delayed = "1m",
                concurrentExecution = ConcurrentExecution.SKIP)
        void run() {
            service.refresh();
        }
    }
}
