package io.verigrad.attestation.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralDocument.Kind;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.Mutations;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.attestation.x509.StatusAnswers;
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
        Mutations.flip(forge.driver.issue(), this::codesOfManifest);
    }

    @Test
    void believesNoTruncatedManifest() {
        Mutations.cut(forge.driver.issue(), this::codesOfManifest);
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
        assertThat(codesOfManifest(forge.driver.issue())).isEmpty();
        assertThat(with(Kind.NVIDIA_RIM, 0, forge.driver.issue())).isEmpty();
    }

    private List<String> codes(Bytes document) throws io.verigrad.attestation.EvidenceFormatException {
        return GpuForge.codes(forge.verify(document, circumstances));
    }

    /** Of the manifest alone: whole evidence would take three times as long, which counts where every bit is flipped. */
    private List<String> codesOfManifest(Bytes xml) {
        Circumstances alone = new Circumstances(
                Collateral.NONE.with(List.of(new CollateralDocument(Kind.NVIDIA_RIM, xml))),
                circumstances.challengedAt(),
                circumstances.clock());
        StatusAnswers status = StatusAnswers.of(
                circumstances.collateral().documents(Kind.OCSP_RESPONSE), new RevocationLists(List.of()));
        return new RimLibrary(forge.rules(), alone, status)
                .find("driver", forge.driver.version, forge.driver.product).violations().stream()
                        .map(Violation::code)
                        .toList();
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
