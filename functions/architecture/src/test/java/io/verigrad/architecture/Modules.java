package io.verigrad.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The compiled classes of every module, without tests and generated bindings. */
final class Modules {
    private static final List<String> FOLDERS = List.of(
            "functions/model",
            "functions/x402",
            "functions/ohttp",
            "functions/chain",
            "functions/chain-kms",
            "functions/chain-devnet",
            "functions/ledger",
            "functions/ledger-testing",
            "functions/tracing",
            "functions/serving",
            "functions/lambda",
            "functions/payment-fn",
            "functions/explorer-fn",
            "functions/client",
            "functions/client-langchain4j",
            "functions/devnet",
            "verifier-fn/attestation",
            "verifier-fn/collateral",
            "verifier-fn",
            "settlement-fn",
            "gpu-runner/sample-models",
            "gpu-runner");

    static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(FOLDERS.stream().map(Modules::classesOf).toList());

    private Modules() {}

    private static Path classesOf(String folder) {
        Path classes = Path.of("../..", folder, "target/classes").normalize();
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(
                    "expected compiled classes in " + classes + "; build the whole reactor first");
        }
        return classes;
    }
}
