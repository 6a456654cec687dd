package io.verigrad.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Bytes;
import java.util.Arrays;
import java.util.Random;

/** Damages good documents: the format's own exception or a refusal may follow, and nothing else. */
public final class Mutations {
    /** Every bit and every length, instead of samples. */
    private static final boolean DEEP = Boolean.getBoolean("deep");

    private static final int SAMPLES = Integer.getInteger("verigrad.mutations", 300);

    private Mutations() {}

    /** Appraises one document. */
    @FunctionalInterface
    public interface Appraisal {
        EnclaveVerdict of(Bytes document) throws EvidenceFormatException;
    }

    /** Flips sampled bits, or all with {@code -Ddeep=true}. */
    public static void flipBits(Bytes good, Appraisal appraisal) {
        long seed = Long.getLong("verigrad.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] bytes = good.toArray();
        int count = DEEP ? bytes.length * 8 : SAMPLES;
        for (int i = 0; i < count; i++) {
            int bit = DEEP ? i : random.nextInt(bytes.length * 8);
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused("bit " + bit + ", seed " + seed, flipped, appraisal);
        }
    }

    /** Cuts sampled lengths off, and each of the last hundred bytes; all with {@code -Ddeep=true}. */
    public static void truncate(Bytes good, Appraisal appraisal) {
        long seed = Long.getLong("verigrad.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] bytes = good.toArray();
        int count = DEEP ? bytes.length - 1 : SAMPLES;
        for (int i = 0; i < count; i++) {
            int length = DEEP || i < 100 ? bytes.length - 1 - i : 1 + random.nextInt(bytes.length - 1);
            assertRefused("length " + length + ", seed " + seed, Arrays.copyOf(bytes, length), appraisal);
        }
    }

    private static void assertRefused(String what, byte[] mutated, Appraisal appraisal) {
        try {
            EnclaveVerdict verdict = appraisal.of(Bytes.of(mutated));
            assertThat(verdict).as(what).isInstanceOf(EnclaveVerdict.Contraindicated.class);
        } catch (EvidenceFormatException malformed) {
            assertThat(malformed.field()).isNotEmpty();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        }
    }
}
