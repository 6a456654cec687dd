package io.verigrad.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Bytes;
import java.util.Arrays;
import java.util.List;
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

    /** Looks at one document and says what is wrong with it. */
    @FunctionalInterface
    public interface Inspection {
        List<String> of(Bytes document) throws EvidenceFormatException;
    }

    /** Flips sampled bits, or all: something must be wrong with each. */
    public static void flip(Bytes good, Inspection inspection) {
        flipBits(good, SAMPLES / 3, verdict(inspection));
    }

    /** Cuts sampled lengths off, or all: something must be wrong with each. */
    public static void cut(Bytes good, Inspection inspection) {
        truncate(good, SAMPLES / 3, verdict(inspection));
    }

    private static Appraisal verdict(Inspection inspection) {
        return document -> {
            List<String> problems = inspection.of(document);
            assertThat(problems).isNotEmpty();
            return new EnclaveVerdict.Contraindicated(
                    List.of(new Violation(EnclaveReason.SIGNATURE_INVALID, problems.toString())));
        };
    }

    /** Flips sampled bits, or all with {@code -Ddeep=true}. */
    public static void flipBits(Bytes good, Appraisal appraisal) {
        flipBits(good, SAMPLES, appraisal);
    }

    /** The same, with fewer samples where each takes long. */
    public static void flipBits(Bytes good, int samples, Appraisal appraisal) {
        long seed = Long.getLong("verigrad.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] bytes = good.toArray();
        int count = DEEP ? bytes.length * 8 : samples;
        for (int i = 0; i < count; i++) {
            int bit = DEEP ? i : random.nextInt(bytes.length * 8);
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused("bit " + bit + ", seed " + seed, flipped, appraisal);
        }
    }

    /** Cuts sampled lengths off, and each of the last hundred bytes; all with {@code -Ddeep=true}. */
    public static void truncate(Bytes good, Appraisal appraisal) {
        truncate(good, SAMPLES, appraisal);
    }

    /** The same, with fewer samples where each takes long. */
    public static void truncate(Bytes good, int samples, Appraisal appraisal) {
        long seed = Long.getLong("verigrad.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] bytes = good.toArray();
        int count = DEEP ? bytes.length - 1 : samples;
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
