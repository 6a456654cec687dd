package io.verigrad.attestation;

import static io.verigrad.attestation.software.EvidenceForge.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.value.Bytes;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Damaged evidence is malformed or contraindicated: never accepted, and never another exception. */
class MutatedEvidenceTest {
    private static final int SAMPLES = Integer.getInteger("verigrad.mutations", 500);

    private final long seed = Long.getLong("verigrad.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final EvidenceForge forge = new EvidenceForge();
    private final Evidence good = forge.evidence();

    @Test
    void refusesEveryFlippedBitOfADocument() throws Exception {
        byte[] document = good.document().toArray();
        for (int i = 0; i < SAMPLES; i++) {
            int bit = random.nextInt(document.length * 8);
            byte[] mutated = flipped(document, bit);
            assertRefused("document bit " + bit, mutated, this::withDocument);
        }
    }

    @Test
    void refusesEveryFlippedBitOfAnEnvelope() throws Exception {
        byte[] envelope = good.encode();
        for (int i = 0; i < SAMPLES; i++) {
            int bit = random.nextInt(envelope.length * 8);
            byte[] mutated = flipped(envelope, bit);
            assertRefused("envelope bit " + bit, mutated, Function.identity());
        }
    }

    @Test
    void refusesEveryTruncation() throws Exception {
        byte[] document = good.document().toArray();
        for (int length = 1; length < document.length; length++) {
            assertRefused("document of " + length, Arrays.copyOf(document, length), this::withDocument);
        }
        byte[] envelope = good.encode();
        for (int length = 0; length < envelope.length; length++) {
            assertRefused("envelope of " + length, Arrays.copyOf(envelope, length), Function.identity());
        }
    }

    @Test
    void refusesATrailingByte() throws Exception {
        byte[] document = good.document().toArray();
        byte[] longer = Arrays.copyOf(document, document.length + 1);

        assertRefused("trailing byte", longer, this::withDocument);
    }

    private byte[] withDocument(byte[] document) {
        return new Evidence(good.format(), Bytes.of(document), good.binding(), good.blockHash()).encode();
    }

    private void assertRefused(String what, byte[] mutated, Function<byte[], byte[]> envelope) {
        try {
            EnclaveVerdict verdict =
                    EnclaveAppraiserTest.appraise(forge, Evidence.parse(envelope.apply(mutated)), CLOCK);
            assertThat(verdict).as("%s, seed %d", what, seed).isInstanceOf(EnclaveVerdict.Contraindicated.class);
        } catch (EvidenceFormatException malformed) {
            assertThat(malformed.field()).isNotEmpty();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + ", seed " + seed, e);
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }
}
