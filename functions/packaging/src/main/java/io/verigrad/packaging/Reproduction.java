package io.verigrad.packaging;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compares the packages of two builds of one source: each {@code function.zip} and each folder {@code quarkus-app},
 * byte by byte. Files that differ are named, those in archives too.
 */
public final class Reproduction {
    private static final int NAMED = 20;

    private Reproduction() {}

    /** Prints each package of two folders that were built, with its digest; exits with 1 where they differ. */
    public static void main(String[] builds) throws IOException {
        if (builds.length != 2) {
            throw new IllegalArgumentException("expected two folders in which one source was built");
        }
        System.exit(compare(Path.of(builds[0]), Path.of(builds[1]), System.out) ? 0 : 1);
    }

    static boolean compare(Path one, Path other, PrintStream out) throws IOException {
        SortedSet<Path> packages = paths(one, other, Reproduction::isPackage);
        if (packages.isEmpty()) {
            throw new IOException("expected packages in " + one + " and " + other + ", found none");
        }
        boolean same = true;
        for (Path name : packages) {
            List<String> differences = differences(one.resolve(name), other.resolve(name));
            same &= differences.isEmpty();
            out.printf("%-9s  %s  %s%n", differences.isEmpty() ? "same" : "DIFFERENT", digest(one.resolve(name)), name);
            differences.stream().limit(NAMED).forEach(difference -> out.println("           " + difference));
            if (differences.size() > NAMED) {
                out.println("           and " + (differences.size() - NAMED) + " more");
            }
        }
        return same;
    }

    private static boolean isPackage(Path path) {
        return path.endsWith("target/quarkus-app") || path.endsWith("target/lambda/function.zip");
    }

    /** Of a folder what {@link Measurement} gives, so that the runner's is the one that its receipts state. */
    private static String digest(Path built) throws IOException {
        if (Files.notExists(built)) {
            return "-".repeat(66);
        }
        return Files.isDirectory(built) ? Measurement.of(built) : Measurement.ofFile(built);
    }

    private static List<String> differences(Path one, Path other) throws IOException {
        Differences differences = new Differences();
        if (!Files.isDirectory(one) && !Files.isDirectory(other)) {
            differences.compare(one.getFileName().toString(), bytes(one), bytes(other));
        } else {
            for (Path file : paths(one, other, Files::isRegularFile)) {
                differences.compare(file.toString(), bytes(one.resolve(file)), bytes(other.resolve(file)));
            }
        }
        return differences.found();
    }

    private static Optional<byte[]> bytes(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** What is chosen below two folders, relative to them; a folder that is missing has nothing. */
    private static SortedSet<Path> paths(Path one, Path other, Predicate<Path> chosen) throws IOException {
        SortedSet<Path> paths = new TreeSet<>();
        for (Path folder : List.of(one, other)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> walk = Files.walk(folder)) {
                    walk.filter(chosen).map(folder::relativize).forEach(paths::add);
                }
            }
        }
        return paths;
    }
}
