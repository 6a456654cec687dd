package io.verigrad.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.ChannelRun;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.verifier.endorsement.Endorsement;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endorsements against a real database. */
@QuarkusTest
@WithTestResource(VerifierResource.class)
class EndorseFunctionTest {
    @TestHTTPResource
    URI base;

    @Inject
    Bench bench;

    private Functions functions;

    @BeforeEach
    void registersTheEnclave() throws Exception {
        functions = new Functions(base);
        bench.registerEnclave(functions);
    }

    @Test
    void endorsesABatchOfWhatItAffirmed() throws Exception {
        List<Hash32> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SignedReceipt receipt = bench.reserved(c -> {}).receipt();
            bench.bus().attest(receipt);
            ids.add(receipt.id());
        }
        long now = Instant.now().getEpochSecond();

        Endorsement endorsement = functions.endorse(ids, now);

        Appraisal expected = new Appraisal(
                MerkleTree.of(ids).root(), 3, bench.validator().policy().digest(), now);
        assertThat(endorsement.status()).isEqualTo(Endorsement.Status.ENDORSED);
        assertThat(endorsement.appraisal()).contains(expected);
        assertThat(Secp256k1.recover(
                        bench.validator().settlementDomain().digest(expected.structHash()),
                        endorsement.signature().orElseThrow()))
                .contains(Keys.VALIDATOR.address());
    }

    @Test
    void endorsesNothingOfABatchWithOneReceiptThatItDidNotAffirm() throws Exception {
        SignedReceipt good = bench.reserved(c -> {}).receipt();
        SignedReceipt bad = bench.reserved(c -> c.flatPrice = 1).receipt();
        bench.bus().attest(good);
        bench.bus().attest(bad);
        Hash32 unknown = Keys.hash("unknown");
        long now = Instant.now().getEpochSecond();

        Endorsement endorsement = functions.endorse(List.of(good.id(), bad.id(), unknown, good.id()), now);

        assertThat(endorsement.status()).isEqualTo(Endorsement.Status.REFUSED);
        assertThat(endorsement.refused())
                .containsExactly(
                        new Endorsement.Refusal(bad.id(), "not_affirmed"),
                        new Endorsement.Refusal(unknown, "not_affirmed"),
                        new Endorsement.Refusal(good.id(), "duplicate"));
        assertThat(endorsement.signature()).isEmpty();
        assertThat(functions.endorse(List.of(), now).reason()).contains("batch_empty");
        assertThat(functions.endorse(List.of(good.id()), now - 100).reason()).contains("appraised_at_not_current");
        assertThat(functions.endorse(List.of(good.id()), now + 100).reason()).contains("appraised_at_not_current");
    }

    @Test
    void endorsesNoRootOverAnythingButAffirmedCallsInTheirPlaces() throws Exception {
        SignedReceipt good = bench.reserved(c -> {}).receipt();
        bench.bus().attest(good);
        long now = Instant.now().getEpochSecond();
        Hash32 channel = Keys.hash("channel");
        ReceiptRoot root = ReceiptRoot.of(
                new ChannelRun(channel, TokenAmount.ZERO, List.of(good))
                        .receiptRoot()
                        .inChannel(channel, TokenAmount.ZERO),
                good.receipt().payTo(),
                good.receipt().asset(),
                good.receipt().enclaveKey(),
                now);

        assertThat(endorseRoot(root, channel, List.of(good.id()), now).reason())
                .as("paid by no channel")
                .contains("root_mismatch");
        Hash32 unknown = Keys.hash("unknown");
        assertThat(endorseRoot(root, channel, List.of(good.id(), unknown), now).refused())
                .containsExactly(new Endorsement.Refusal(unknown, "not_affirmed"));
        assertThat(endorseRoot(root, channel, List.of(), now).reason()).contains("batch_empty");
        assertThat(endorseRoot(root, channel, List.of(good.id()), now - 100).reason())
                .contains("appraised_at_not_current");
    }

    private Endorsement endorseRoot(ReceiptRoot root, Hash32 channel, List<Hash32> ids, long at) throws Exception {
        return functions.call(
                "endorse-root",
                Map.of(
                        "root",
                        root,
                        "channels",
                        List.of(Map.of("channelId", channel, "cumulativeBefore", "0", "receiptIds", ids)),
                        "appraisedAt",
                        Long.toString(at)),
                Endorsement.class);
    }

    @Test
    void refusesABodyThatIsNotWhatTheFunctionTakes() throws Exception {
        for (String body : List.of("{}", "{\"receiptIds\":[\"0x00\"],\"appraisedAt\":\"1\"}", "[", "null")) {
            assertThat(functions
                            .post("endorse", body.getBytes(StandardCharsets.UTF_8), Map.of())
                            .statusCode())
                    .as(body)
                    .isBetween(400, 500);
        }
    }
}
