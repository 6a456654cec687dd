package io.verigrad.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/** Modules that decide about money and evidence are plain Java: bytes, collateral and the time come as arguments. */
class PlainJavaTest {
    private static final String[] PLAIN = {
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
        "io.verigrad.ohttp..",
        "io.verigrad.attestation.."
    };

    @Test
    void knowsNoFrameworkAndNoTransport() {
        noClasses()
                .that()
                .resideInAnyPackage(PLAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.vertx..",
                        "io.smallrye..",
                        "org.web3j..",
                        "java.net.http..",
                        "java.net",
                        "java.sql..")
                .check(Modules.CLASSES);
    }

    @Test
    void hasNoClockOfItsOwn() {
        noClasses()
                .that()
                .resideInAnyPackage(PLAIN)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .check(Modules.CLASSES);
    }
}
