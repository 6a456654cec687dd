package io.verigrad.runner.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The instruction set level of this machine, as the x86-64 psABI names it: floating point differs between levels. */
final class InstructionSet {
    private InstructionSet() {}

    static String detect() {
        String architecture = System.getProperty("os.arch", "unknown");
        if (!architecture.equals("amd64")) {
            return architecture;
        }
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return level(lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line ->
                            Set.of(line.substring(line.indexOf(':') + 1).trim().split("\\s+")))
                    .orElse(Set.of()));
        } catch (IOException e) {
            return "x86-64";
        }
    }

    static String level(Set<String> flags) {
        if (flags.containsAll(Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"))) {
            return "x86-64-v4";
        }
        if (flags.containsAll(Set.of("avx2", "bmi1", "bmi2", "fma"))) {
            return "x86-64-v3";
        }
        return flags.isEmpty() ? "x86-64" : "x86-64-v2";
    }
}
