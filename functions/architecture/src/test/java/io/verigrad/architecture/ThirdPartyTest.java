package io.verigrad.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever passes a package on knows what is in it, and under which licence. */
class ThirdPartyTest {
    private static final Path HOME = Path.of("../..");
    private static final Pattern ROW = Pattern.compile("^\\| ([^:| ]+):([^| ]+) \\| ([^| ]+) \\| ([^|]+) \\|$");

    @ParameterizedTest
    @ValueSource(
            strings = {"functions/payment-fn", "verifier-fn", "settlement-fn", "functions/explorer-fn", "gpu-runner"})
    void listsEveryLibraryOfAPackageWithItsLicence(String service) throws IOException {
        List<String> listed;
        try (Stream<String> lines = Files.lines(HOME.resolve("docs/third-party.md"))) {
            listed = lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(row -> row.group(1) + '.' + row.group(2) + '-' + row.group(3))
                    .toList();
        }
        TreeSet<String> missing = new TreeSet<>();
        try (Stream<Path> jars = Files.walk(HOME.resolve(service).resolve("target/quarkus-app/lib"))) {
            jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("io.verigrad."))
                    // A classifier may follow the version.
                    .filter(name -> listed.stream()
                            .noneMatch(library -> name.equals(library + ".jar") || name.startsWith(library + '-')))
                    .forEach(missing::add);
        }

        assertThat(missing).as("run ./verigrad sbom").isEmpty();
    }
}
