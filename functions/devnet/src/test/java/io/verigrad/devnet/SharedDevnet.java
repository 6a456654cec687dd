package io.verigrad.devnet;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One network for all test classes of a process: four services take half a minute to start. Its settlement-fn reaches the chain over a
 * {@link ChainLink}.
 */
final class SharedDevnet implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedDevnet.class);

    /** The network, the link and who is sent its traces; JUnit closes it after the last test class. */
    record Running(Devnet devnet, ChainLink link, PlayedCollector collector) implements AutoCloseable {
        @Override
        public void close() {
            devnet.close();
            link.close();
            collector.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Devnet.class || type == ChainLink.class || type == PlayedCollector.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = running(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == Devnet.class) {
            return running.devnet();
        }
        return type == ChainLink.class ? running.link() : running.collector();
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Running.class, _ -> start(), Running.class);
    }

    private static Running start() {
        Path home = Path.of("../..").toAbsolutePath().normalize();
        try {
            String name = "test-" + System.getProperty("verigrad.fork", "1");
            DevnetOptions free = DevnetOptions.free(home, name);
            DevnetLog.to(home.resolve(".verigrad/" + name + ".log"));
            ChainLink link = new ChainLink(free.ports().chain());
            PlayedCollector collector = new PlayedCollector();
            DevnetOptions options = free.withRpc(_ -> link.url()).withCollector(collector.url());
            return new Running(Devnet.start(options, Progress.to(System.out)), link, collector);
        } catch (IOException e) {
            throw new IllegalStateException("the network under test does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the network started", e);
        }
    }
}
