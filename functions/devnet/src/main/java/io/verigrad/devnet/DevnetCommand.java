package io.verigrad.devnet;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verigrad devnet}: the local network, until Ctrl-C. */
@Command(
        name = "devnet",
        mixinStandardHelpOptions = true,
        description = "Starts the local network and leaves it running; Ctrl-C stops all of it.")
final class DevnetCommand implements Callable<Integer> {
    @Option(names = "--free-ports", description = "Listen on free ports instead of the usual ones.")
    private boolean freePorts;

    @Option(
            names = "--traces-to",
            paramLabel = "URL",
            description = "Collector that the services send traces to, such as http://127.0.0.1:4318/v1/traces.")
    private @Nullable URI collector;

    @Override
    public Integer call() throws Exception {
        Path home = Home.path();
        DevnetOptions untraced = freePorts ? DevnetOptions.free(home, "devnet") : DevnetOptions.fixed(home);
        DevnetOptions options = collector == null ? untraced : untraced.withCollector(collector);
        DevnetLog.to(options.state().resolveSibling("devnet.log"));
        System.out.println("Starting the local network");
        try (Devnet devnet = Devnet.start(options, Progress.to(System.out))) {
            devnet.writeNetworkFile(home.resolve(".verigrad/network.json"));
            System.out.printf(
                    """

                    explorer       %s   (calls, receipts and batches, in a browser)
                    gpu-runner     %s   (pay per call)
                    payment-fn     %s
                    verifier-fn    %s
                    settlement-fn  %s
                    chain          %s   eip155:84532
                    PostgreSQL     127.0.0.1:%d
                    Kafka          %s
                    Settlement     %s
                    EnclaveRegistry %s
                    test USDC      %s
                    payer          %s   (a key that everybody knows, with 1000 test USDC)
                    logs           %s

                    Ctrl-C stops all of it.
                    """,
                    devnet.explorer().url(),
                    devnet.runner().url(),
                    devnet.payment().url(),
                    devnet.verifier().url(),
                    devnet.settlement().url(),
                    devnet.rpcUrl(),
                    options.ports().postgres(),
                    devnet.broker().bootstrapServers(),
                    devnet.contracts().settlement(),
                    devnet.contracts().enclaveRegistry(),
                    devnet.contracts().usdc(),
                    Accounts.PAYER.address(),
                    options.state().resolve("logs"));
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
