package io.verigrad.collateral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.CompositeDocument;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.azure.AzureDocument;
import io.verigrad.attestation.azure.AzureVerifier;
import io.verigrad.attestation.gcp.GcpVerifier;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.nvidia.CollateralNeeds;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.attestation.nvidia.NrasVerifier;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.tdx.TdxCollateralNeeds;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
     * The items for one piece of evidence, read from what nobody verified yet; none for formats that need nothing, or that
     * the policy does not accept.
     *
     * @throws EvidenceFormatException if the document is not of the format it claims
     */
    public static List<Item> of(Evidence evidence, AppraisalPolicy policy) throws EvidenceFormatException {
        CompositeDocument machine = CompositeDocument.of(evidence);
        List<Item> items = new ArrayList<>();
        for (CompositeDocument.Part part : parts(machine)) {
            if (policy.format(part.format()).isPresent()) {
                items.addAll(of(part.format(), part.document()));
            }
        }
        return items.stream().distinct().limit(MAX_ITEMS).toList();
    }

    /**
     * What reference measurements need that were fetched for the evidence: the status of the keys that signed them. What
     * cannot be read needs nothing, and is the verifier's to refuse.
     */
    static List<Item> ofManifests(List<Bytes> manifests) {
        List<Item> items = new ArrayList<>();
        for (Bytes manifest : manifests) {
            try {
                items.addAll(Items.status(GpuVerifier.rimChain(manifest)));
            } catch (CollateralFormatException unreadable) {
                continue;
            }
        }
        return items.stream().distinct().limit(MAX_ITEMS).toList();
    }

    private static List<CompositeDocument.Part> parts(CompositeDocument machine) {
        List<CompositeDocument.Part> parts = new ArrayList<>(machine.devices());
        parts.addFirst(machine.cpu());
        return parts;
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
            case GpuVerifier.FORMAT -> {
                CollateralNeeds needs = GpuVerifier.collateralNeeds(document);
                List<Item> items = new ArrayList<>(Items.status(needs.chain()));
                needs.rimIds().forEach(id -> Items.rim(id).ifPresent(items::add));
                yield items;
            }
            case NrasVerifier.FORMAT -> List.of(Items.nrasKeys());
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
