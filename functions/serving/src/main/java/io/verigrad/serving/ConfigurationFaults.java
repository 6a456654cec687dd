package io.verigrad.serving;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what is wrong with a configuration, so that an operator reads all of it at once and not one fault for each start.
 * What is missing or unknown the framework finds itself; this is for values.
 */
public final class ConfigurationFaults {
    private final List<String> faults = new ArrayList<>();

    /** Reads or makes what a setting stands for, and throws it away. */
    @FunctionalInterface
    public interface Check {
        void run() throws IOException;
    }

    /** Notes the fault that a check finds, under the setting's name. The check's message must not repeat secrets. */
    public ConfigurationFaults in(String setting, Check check) {
        try {
            check.run();
        } catch (NoSuchFileException e) {
            faults.add(setting + ": expected a file at " + e.getFile() + ", found none");
        } catch (IOException | IllegalArgumentException e) {
            faults.add(setting + ": " + e.getMessage());
        }
        return this;
    }

    /** The same for each of several values. */
    public <T> ConfigurationFaults inEach(String setting, Optional<List<T>> values, CheckOf<T> check) {
        values.orElse(List.of()).forEach(value -> in(setting, () -> check.run(value)));
        return this;
    }

    /** A check of one of several values. */
    @FunctionalInterface
    public interface CheckOf<T> {
        void run(T value) throws IOException;
    }

    /** @throws ConfigurationException if there are faults, one line for each */
    public void stopIfAny() {
        if (!faults.isEmpty()) {
            throw new ConfigurationException("the configuration cannot be applied:\n" + String.join("\n", faults));
        }
    }
}
