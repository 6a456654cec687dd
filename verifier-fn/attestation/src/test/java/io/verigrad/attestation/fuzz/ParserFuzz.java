package io.verigrad.attestation.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fuzz target of Jazzer, of which {@code -Dtarget} names the parser. {@code ./verigrad fuzz} runs all of them;
 * nothing of Jazzer is needed to build it.
 */
public final class ParserFuzz {
    private static Target.@Nullable Subject subject;

    private ParserFuzz() {}

    /** Called by Jazzer, once. */
    public static void fuzzerInitialize() {
        subject = Target.valueOf(System.getProperty("target", "").toUpperCase(Locale.ROOT))
                .subject();
    }

    /** Called by Jazzer, with every input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Target.Subject known = subject;
        if (known == null) {
            throw new IllegalStateException("fuzzerInitialize was not called");
        }
        known.read(input);
    }

    /** Writes a good input of every target into {@code args[0]}, and prints the names of all targets. */
    public static void main(String[] args) throws IOException {
        for (Target target : Target.values()) {
            String name = target.name().toLowerCase(Locale.ROOT);
            Path folder = Files.createDirectories(Path.of(args[0], name));
            Files.write(folder.resolve("good"), target.subject().seed().toArray());
            System.out.println(name);
        }
    }
}
