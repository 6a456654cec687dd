package io.verigrad.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import org.junit.jupiter.api.Test;

class LayersTest {
    private static final String[] MODEL = {
        "io.verigrad.value..",
        "io.verigrad.crypto..",
        "io.verigrad.eip712..",
        "io.verigrad.receipt..",
        "io.verigrad.merkle..",
        "io.verigrad.event..",
        "io.verigrad.json..",
        "io.verigrad.call..",
        "io.verigrad.channel.."
    };

    @Test
    void dependenciesPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.verigrad..")
                .layer("model")
                .definedBy(MODEL)
                .layer("x402")
                .definedBy("io.verigrad.x402..")
                .layer("ohttp")
                .definedBy("io.verigrad.ohttp..")
                .layer("attestation")
                .definedBy("io.verigrad.attestation..")
                .layer("collateral")
                .definedBy("io.verigrad.collateral..")
                .layer("chain")
                .definedBy("io.verigrad.chain..", "io.verigrad.contracts..")
                .layer("ledger")
                .definedBy("io.verigrad.ledger..")
                .layer("tracing")
                .definedBy("io.verigrad.tracing..")
                .layer("serving")
                .definedBy("io.verigrad.serving..")
                .layer("payment")
                .definedBy("io.verigrad.payment..")
                .layer("verifier")
                .definedBy("io.verigrad.verifier..")
                .layer("settlement")
                .definedBy("io.verigrad.settlement..")
                .layer("explorer")
                .definedBy("io.verigrad.explorer..")
                .layer("runner")
                .definedBy("io.verigrad.runner..")
                .layer("samples")
                .definedBy("io.verigrad.samples..")
                .layer("client")
                .definedBy("io.verigrad.client..")
                .layer("lambda")
                .definedBy("io.verigrad.lambda..")
                .layer("devnet")
                .definedBy("io.verigrad.devnet..")
                .whereLayer("lambda")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("x402")
                .mayOnlyBeAccessedByLayers("payment", "runner", "client", "devnet")
                .whereLayer("ohttp")
                .mayOnlyBeAccessedByLayers("runner", "client", "devnet")
                .whereLayer("attestation")
                .mayOnlyBeAccessedByLayers("collateral", "verifier", "runner", "client", "devnet")
                .whereLayer("collateral")
                .mayOnlyBeAccessedByLayers("verifier", "client", "devnet")
                .whereLayer("chain")
                .mayOnlyBeAccessedByLayers("serving", "payment", "verifier", "settlement", "explorer", "devnet")
                .whereLayer("ledger")
                .mayOnlyBeAccessedByLayers("serving", "payment", "verifier", "settlement", "explorer", "devnet")
                .whereLayer("serving")
                .mayOnlyBeAccessedByLayers("payment", "verifier", "settlement")
                .whereLayer("tracing")
                .mayOnlyBeAccessedByLayers("payment", "verifier", "settlement", "runner")
                .whereLayer("samples")
                .mayOnlyBeAccessedByLayers("devnet")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("devnet")
                .whereLayer("payment")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("verifier")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("settlement")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("explorer")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("runner")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("devnet")
                .mayNotBeAccessedByAnyLayer()
                .check(Modules.CLASSES);
    }

    @Test
    void theModelKnowsNothingAbove() {
        classes()
                .that()
                .resideInAnyPackage(MODEL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(join(
                        MODEL,
                        "java..",
                        "com.fasterxml.jackson..",
                        "org.bouncycastle..",
                        "fr.acinq.secp256k1..",
                        "org.erdtman.jcs..",
                        "org.jspecify.."))
                .check(Modules.CLASSES);
    }

    @Test
    void onlyFunctionsAndTheRunnerAreQuarkusApplications() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.verigrad.chain..",
                        "io.verigrad.collateral..",
                        "io.verigrad.client..",
                        "io.verigrad.samples..",
                        "io.verigrad.devnet..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..")
                .check(Modules.CLASSES);
    }

    private static String[] join(String[] first, String... more) {
        String[] joined = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, joined, first.length, more.length);
        return joined;
    }
}
