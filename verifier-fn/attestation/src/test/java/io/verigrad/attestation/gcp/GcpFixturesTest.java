package io.verigrad.attestation.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Fixtures;
import io.verigrad.attestation.Verdicts;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens of others, real and for tests, are none of Google's: each is refused. No real one of Google was published. */
class GcpFixturesTest {
    @Test
    void refusesTheTokensOfOthers() throws Exception {
        assumeTrue(Fixtures.folder("jwt").isPresent(), "no fixtures beside the repository");
        List<Fixtures.Row> table = new ArrayList<>();
        for (String file : List.of(
                "veraison-ear-a.jwt",
                "veraison-ear-b.jwt",
                "veraison-ear-c.jwt",
                "veraison-services-ear.jwt",
                "veraison-HS256-must-reject.jwt",
                "coco-ear-es256-headerjwk.jwt",
                "coco-as-rs384-payloadjwk.jwt",
                "azure-maa-azurevm-2023.jwt",
                "intel-trust-authority-ps384-2023.jwt")) {
            String verdict = verdict(trimmed(Fixtures.read("jwt", file)));

            table.add(new Fixtures.Row(file, "", "REJECT", verdict));
            assertThat(verdict).as(file).isNotEqualTo("ACCEPT");
        }
        Fixtures.table("tokens-of-others", table);
    }

    private static String verdict(Bytes token) {
        GcpForge forge = GcpForge.named();
        try {
            List<String> codes = Verdicts.codes(forge.appraise(token, forge.circumstances()));
            return codes.isEmpty() ? "ACCEPT" : "REJECT " + codes;
        } catch (EvidenceFormatException e) {
            return "MALFORMED " + e.field();
        }
    }

    private static Bytes trimmed(Bytes text) {
        return Bytes.of(new String(text.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1)
                .strip()
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
