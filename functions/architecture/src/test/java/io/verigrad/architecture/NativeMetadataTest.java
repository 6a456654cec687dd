package io.verigrad.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A native image knows only what it was told of; a build without GraalVM finds here what would be missing there. */
class NativeMetadataTest {
    private static final String[] FUNCTIONS = {
        "io.verigrad.value..",
        "io.verigrad.crypto..",
        "io.verigrad.eip712..",
        "io.verigrad.receipt..",
        "io.verigrad.merkle..",
        "io.verigrad.event..",
        "io.verigrad.json..",
        "io.verigrad.call..",
        "io.verigrad.channel..",
        "io.verigrad.x402..",
        "io.verigrad.ledger",
        "io.verigrad.serving..",
        "io.verigrad.payment..",
        "io.verigrad.verifier..",
        "io.verigrad.settlement..",
        "io.verigrad.attestation..",
        "io.verigrad.collateral.."
    };

    static SortedSet<String> modules() {
        return NativeMetadata.modules();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void registersWhatJsonIsMadeOf(String module) throws IOException {
        String expected = NativeMetadata.render(module);
        Path file = NativeMetadata.file(module);
        if (Boolean.getBoolean("native.metadata.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }

        assertThat(file).as("run ./verigrad native-metadata").content().isEqualTo(expected);
    }

    @Test
    void nothingElseIsLoadedByName() {
        noClasses()
                .that()
                .resideInAnyPackage(FUNCTIONS)
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .orShould()
                .callMethod(Class.class, "getResourceAsStream", String.class)
                .orShould()
                .callMethod(Class.class, "getResource", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "getResourceAsStream", String.class)
                .orShould()
                .callMethod(java.util.ServiceLoader.class, "load", Class.class)
                .orShould()
                .callMethod(System.class, "loadLibrary", String.class)
                .orShould()
                .callMethod(System.class, "load", String.class)
                .because("an image has to be told of it: enter it in NativeMetadata and here")
                .check(Modules.CLASSES);
    }

    @Test
    void nothingMakesProxiesOrClassesWhileItRuns() {
        noClasses()
                .that()
                .resideInAnyPackage(FUNCTIONS)
                .should()
                .callMethod(
                        java.lang.reflect.Proxy.class,
                        "newProxyInstance",
                        ClassLoader.class,
                        Class[].class,
                        java.lang.reflect.InvocationHandler.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("net.bytebuddy..", "org.objectweb.asm..", "javassist..")
                .check(Modules.CLASSES);
    }
}
