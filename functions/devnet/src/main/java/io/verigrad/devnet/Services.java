package io.verigrad.devnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The services, each from its package. */
record Services(
        ServiceProcess payment,
        ServiceProcess verifier,
        ServiceProcess settlement,
        ServiceProcess explorer,
        ServiceProcess runner,
        List<ServiceProcess> fellows)
        implements AutoCloseable {
    static Path application(Path home, String folder) {
        return home.resolve(folder).resolve("target/quarkus-app");
    }

    static Services start(DevnetOptions options, ServiceSettings settings, Resources resources, Progress progress)
            throws IOException, InterruptedException {
        DevnetPorts ports = options.ports();
        List<ServiceProcess> fellows = new ArrayList<>();
        for (Committee.Fellow fellow : options.committee().fellows()) {
            fellows.add(service(fellow.name(), "verifier-fn", fellow.port(), settings.verifier(fellow), options));
        }
        Services services = new Services(
                service("payment-fn", "functions/payment-fn", ports.payment(), settings.payment(), options),
                service("verifier-fn", "verifier-fn", ports.verifier(), settings.verifier(), options),
                service("settlement-fn", "settlement-fn", ports.settlement(), settings.settlement(), options),
                service("explorer-fn", "functions/explorer-fn", ports.explorer(), settings.explorer(), options),
                service("gpu-runner", "gpu-runner", ports.runner(), settings.runner(), options),
                List.copyOf(fellows));
        resources.hold(services);
        for (ServiceProcess service : services.all()) {
            progress.report(service.name(), "starting");
            service.start();
        }
        for (ServiceProcess service : services.all()) {
            service.awaitLive();
            progress.report(service.name(), "live at " + service.url());
        }
        // The runner is ready once its enclave is registered on chain, which needs the functions.
        progress.report("enclave", "being appraised and registered");
        services.runner().awaitReady();
        progress.report("enclave", "registered");
        return services;
    }

    /** Asks all to stop and then waits for each, so that the slowest sets the time. */
    @Override
    public void close() {
        all().forEach(ServiceProcess::requestStop);
        all().forEach(ServiceProcess::close);
    }

    List<ServiceProcess> all() {
        return Stream.concat(Stream.of(payment, verifier, settlement, explorer, runner), fellows.stream())
                .toList();
    }

    /** One more runner, of another operator, at a free port: started, and ready once its own enclave is registered. */
    static ServiceProcess startAnotherRunner(DevnetOptions options, ServiceSettings settings) throws IOException {
        ServiceProcess runner = service(
                "gpu-runner-2",
                "gpu-runner",
                Ports.free(1)[0],
                settings.runner(Accounts.OTHER_OPERATOR.address()),
                options);
        runner.start();
        return runner;
    }

    /** One more payment-fn of the same ledger, at a free port: started, and live a moment later. */
    static ServiceProcess startAnotherPayment(DevnetOptions options, ServiceSettings settings) throws IOException {
        ServiceProcess payment =
                service("payment-fn-2", "functions/payment-fn", Ports.free(1)[0], settings.payment(), options);
        payment.start();
        return payment;
    }

    private static ServiceProcess service(
            String name, String folder, int port, Map<String, String> properties, DevnetOptions options)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        properties.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        // It holds the password of the ledger.
        Path configuration = Directories.writeSecret(
                options.state().resolve("keys").resolve(name + ".properties"), lines.toString());
        Path log = options.state().resolve("logs").resolve(name + ".log");
        Path application = application(options.home(), folder);
        return options.asInProduction()
                ? ServiceProcess.inProduction(name, application, log, port, configuration)
                : new ServiceProcess(name, application, log, port, "256m", configuration);
    }
}
