package io.verigrad.collateral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.azure.AzureDocument;
import io.verigrad.attestation.azure.AzureVerifier;
import io.verigrad.attestation.gcp.GcpVerifier;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.tdx.TdxCollateralNeeds;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the verifier of each format needs from vendors. */
public final class Needs {
    /** More than any honest evidence asks for. */
    private static final int MAX_ITEMS = 64;

    private Needs() {}

    /**
     * The items for one piece of evidence, read from what nobody verified yet; none for formats that need nothing.
     *
     * @throws EvidenceFormatException if the document is not of the format it claims
     */
    public static List<Item> of(Evidence evidence) throws EvidenceFormatException {
        return of(evidence.format(), evidence.document()).stream()
                .distinct()
                .limit(MAX_ITEMS)
                .toList();
    }

    private static List<Item> of(String format, Bytes document) throws EvidenceFormatException {
        return switch (format) {
            case NitroVerifier.FORMAT ->
                NitroVerifier.collateralNeeds(document).stream()
                        .map(Items::nitroList)
                        .flatMap(Optional::stream)
                        .toList();
            case SnpVerifier.FORMAT -> Items.snp(SnpVerifier.collateralNeeds(document));
            case TdxVerifier.FORMAT -> {
                TdxCollateralNeeds needs = TdxVerifier.collateralNeeds(document);
                yield Items.tdx(
                        needs.model().toString().substring(2),
                        needs.authority().name().toLowerCase(Locale.ROOT));
            }
            case AzureVerifier.FORMAT -> {
                AzureDocument machine = AzureDocument.parse(document);
                yield of(machine.hardware().format(), machine.hardwareDocument());
            }
            case GcpVerifier.FORMAT ->
                bringsCertificates(document) ? List.of() : List.of(Items.confidentialSpaceKeys());
            default -> List.of();
        };
    }

    /** Whether the header of a token (RFC 7515, section 4.1.6) has a chain; what is no token needs nothing. */
    private static boolean bringsCertificates(Bytes token) {
        String text = new String(token.toArray(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('.');
        if (end < 0) {
            return true;
        }
        try {
            return Json.read(Base64.getUrlDecoder().decode(text.substring(0, end)), ObjectNode.class)
                    .has("x5c");
        } catch (MalformedJsonException | IllegalArgumentException noToken) {
            return true;
        }
    }
}
