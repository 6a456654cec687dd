package io.verigrad.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a native image has to be told of each module: JSON is read and written by reflection, so every record and enum and
 * everything with Jackson's annotations is registered, whether or not it is written today. The format is GraalVM's
 * {@code reachability-metadata.json}.
 */
final class NativeMetadata {
    private static final Path HOME = Path.of("../..");
    /** Modules that functions are made of, and their artifacts. */
    private static final Map<String, String> MODULES = new TreeMap<>(Map.of(
            "functions/model", "verigrad-model",
            "functions/x402", "verigrad-x402",
            "functions/chain", "verigrad-chain",
            "functions/ledger", "verigrad-ledger",
            "functions/serving", "verigrad-serving",
            "functions/payment-fn", "verigrad-payment-fn",
            "verifier-fn/attestation", "verigrad-attestation",
            "verifier-fn/collateral", "verigrad-collateral",
            "verifier-fn", "verigrad-verifier-fn",
            "settlement-fn", "verigrad-settlement-fn"));
    /** web3j reads answers and encodes arguments by reflection, too. */
    private static final List<String> WEB3J = List.of(
            "org/web3j/protocol/core/methods/request/",
            "org/web3j/protocol/core/methods/response/",
            "org/web3j/protocol/core/Request",
            "org/web3j/protocol/core/Response",
            "org/web3j/protocol/core/DefaultBlockParameter",
            "org/web3j/abi/datatypes/");

    private NativeMetadata() {}

    static SortedSet<String> modules() {
        return new TreeSet<>(MODULES.keySet());
    }

    static Path file(String module) {
        return HOME.resolve(module)
                .resolve("src/main/resources/META-INF/native-image/io.verigrad")
                .resolve(MODULES.get(module))
                .resolve("reachability-metadata.json");
    }

    static String render(String module) {
        SortedSet<String> types = new TreeSet<>();
        new ClassFileImporter()
                .importPath(HOME.resolve(module).resolve("target/classes")).stream()
                        .filter(NativeMetadata::isReflected)
                        .map(JavaClass::getName)
                        .forEach(types::add);
        StringJoiner resources = new StringJoiner(",", "  \"resources\": [", "]\n");
        if (module.equals("functions/chain")) {
            types.addAll(web3j());
            resources.add("{\"glob\": \"io/verigrad/contracts/*.abi\"}");
        }
        StringJoiner entries = new StringJoiner(",\n", "{\n  \"reflection\": [\n", "\n  ],\n");
        entries.setEmptyValue("{\n  \"reflection\": [],\n");
        types.forEach(type -> entries.add("    {\"type\": \"" + type + "\", \"allDeclaredConstructors\": true,"
                + " \"allDeclaredMethods\": true, \"allDeclaredFields\": true}"));
        return entries.toString() + resources + "}\n";
    }

    private static boolean isReflected(JavaClass type) {
        return type.isRecord()
                || type.isEnum()
                || isOfJackson(type)
                || type.isAssignableTo("com.fasterxml.jackson.databind.JsonSerializer")
                || type.isAssignableTo("com.fasterxml.jackson.databind.JsonDeserializer");
    }

    private static boolean isOfJackson(JavaClass type) {
        return Stream.concat(Stream.of(type), type.getMembers().stream())
                .flatMap(part -> part instanceof JavaClass self
                        ? self.getAnnotations().stream()
                        : ((com.tngtech.archunit.core.domain.JavaMember) part).getAnnotations().stream())
                .anyMatch(annotation -> annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson"));
    }

    private static SortedSet<String> web3j() {
        SortedSet<String> types = new TreeSet<>();
        try (Stream<Path> jars = Files.list(HOME.resolve("functions/payment-fn/target/quarkus-app/lib/main"))) {
            for (Path jar : jars.filter(file -> file.getFileName().toString().startsWith("org.web3j."))
                    .toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    zip.stream()
                            .map(ZipEntry::getName)
                            .filter(name ->
                                    name.endsWith(".class") && WEB3J.stream().anyMatch(name::startsWith))
                            // Anonymous classes have numbers for names.
                            .filter(name -> !name.matches(".*\\$\\d+\\.class"))
                            .map(name -> name.substring(0, name.length() - ".class".length())
                                    .replace('/', '.'))
                            .forEach(types::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }
}
