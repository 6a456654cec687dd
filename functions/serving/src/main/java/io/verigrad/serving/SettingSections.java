package io.verigrad.serving;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/**
 * Stops a start with settings of a section that no service has. The framework knows what is wrong inside a section that it
 * reads; of {@code verigrad.verifer.key-file} it would say nothing. Sections of other services are no fault: services that
 * run beside each other are often given one environment.
 */
@Singleton
public final class SettingSections {
    /** Every section of every service and of the command line. */
    public static final Set<String> KNOWN = Set.of(
            "chain",
            "collateral",
            "explorer",
            "kafka",
            "lambda",
            "ledger",
            "payment",
            "runner",
            "sample",
            "settlement",
            "tracing",
            "verifier");

    private static final String OURS = "verigrad";

    void check(@Observes @Priority(1) StartupEvent start, Config config) {
        List<String> unknown = unknown(config.getPropertyNames());
        if (!unknown.isEmpty()) {
            throw new ConfigurationException("settings of sections that do not exist:\n" + String.join("\n", unknown));
        }
    }

    /** One line for each of our settings, as a property or as an environment variable, whose section is not known. */
    static List<String> unknown(Iterable<String> names) {
        Set<String> lines = new TreeSet<>();
        for (String name : names) {
            String[] segments = name.toLowerCase(Locale.ROOT).split("[._]", 3);
            if (segments.length == 3 && segments[0].equals(OURS) && !KNOWN.contains(segments[1])) {
                lines.add(name + ": expected one of the sections "
                        + KNOWN.stream().sorted().toList() + ", found " + segments[1]);
            }
        }
        return List.copyOf(lines);
    }
}
