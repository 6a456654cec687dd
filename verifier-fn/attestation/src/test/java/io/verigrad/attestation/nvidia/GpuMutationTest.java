package io.verigrad.attestation.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralDocument.Kind;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged reports are malformed or refused, and so are good ones by damaged manifests and answers. */
class GpuMutationTest {
    private final GpuForge forge = new GpuForge();
    private final Bytes good = forge.document();
    private final Circumstances circumstances = forge.circumstances();

    @Test
    void refusesEveryFlippedBitOfADocument() {
        Mutations.flip(good, this::codes);
    }

    @Test
    void refusesEveryTruncationOfADocument() {
        Mutations.cut(good, this::codes);
    }

    @Test
    void believesNoFlippedBitOfAManifest() {
        Mutations.flip(forge.driver.issue(), xml -> withManifest(xml));
    }

    @Test
    void believesNoTruncatedManifest() {
        Mutations.cut(forge.driver.issue(), xml -> withManifest(xml));
    }

    @Test
    void readsNoFlippedBitOfAManifestAsAnotherException() {
        Mutations.flip(forge.driver.issue(), xml -> {
            try {
                return List.of(Rim.parse(xml).version());
            } catch (CollateralFormatException malformed) {
                return List.of(String.valueOf(malformed.getMessage()));
            }
        });
    }

    @Test
    void believesNoFlippedBitOfAnAnswer() {
        Bytes answer = circumstances.collateral().documents(Kind.OCSP_RESPONSE).get(2);
        Mutations.flip(answer, damaged -> with(Kind.OCSP_RESPONSE, 2, damaged));
    }

    @Test
    void acceptsTheUndamaged() throws Exception {
        assertThat(codes(good)).isEmpty();
        assertThat(withManifest(
                        circumstances.collateral().documents(Kind.NVIDIA_RIM).getFirst()))
                .isEmpty();
    }

    private List<String> codes(Bytes document) throws io.verigrad.attestation.EvidenceFormatException {
        return GpuForge.codes(forge.verify(document, circumstances));
    }

    private List<String> withManifest(Bytes xml) throws io.verigrad.attestation.EvidenceFormatException {
        return with(Kind.NVIDIA_RIM, 0, xml);
    }

    private List<String> with(Kind kind, int at, Bytes content) throws io.verigrad.attestation.EvidenceFormatException {
        List<CollateralDocument> documents = new ArrayList<>();
        int index = 0;
        for (CollateralDocument document : circumstances.collateral().documents()) {
            boolean replaced = document.kind() == kind && index++ == at;
            documents.add(replaced ? new CollateralDocument(kind, content) : document);
        }
        Collateral collateral = circumstances.collateral().with(documents);
        return GpuForge.codes(
                forge.verify(good, new Circumstances(collateral, circumstances.challengedAt(), circumstances.clock())));
    }
}
