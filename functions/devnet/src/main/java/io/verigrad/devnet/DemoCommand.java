package io.verigrad.devnet;

import io.verigrad.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code verigrad demo}: a network, paid calls, and each followed to the chain. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts a local network, pays for calls and follows each to the chain. Exits 0 only if every"
                + " receipt verified and every payment settled.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Path home = Home.path();
        DevnetOptions options = DevnetOptions.free(home, "demo");
        DevnetLog.to(options.state().resolveSibling("demo.log"));
        System.out.println("Starting a local network: a chain, PostgreSQL, Kafka and the services");
        DemoResult result;
        try (Devnet devnet = Devnet.start(options, Progress.to(System.out))) {
            result = new Demo(devnet, new DemoPrinter(System.out)).run();
        }
        System.out.println();
        System.out.println(new String(Json.write(result), StandardCharsets.UTF_8));
        return result.ok() ? 0 : 1;
    }
}
