package io.verigrad.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

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
        byte[] bytes = good.toArray();
        int all = bytes.length * 8;
        each("flipped bits", all, new Random(seed).ints(samples, 0, all), bit -> {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused("bit " + bit + ", seed " + seed, flipped, appraisal);
        });
    }

    /** Cuts sampled lengths off, and each of the last hundred bytes; all with {@code -Ddeep=true}. */
    public static void truncate(Bytes good, Appraisal appraisal) {
        truncate(good, SAMPLES, appraisal);
    }

    /** The same, with fewer samples where each takes long. */
    public static void truncate(Bytes good, int samples, Appraisal appraisal) {
        long seed = Long.getLong("verigrad.seed", System.nanoTime());
        byte[] bytes = good.toArray();
        int all = bytes.length - 1;
        int last = Math.min(Math.min(100, samples), all);
        IntStream sampled =
                IntStream.concat(IntStream.range(all - last, all), new Random(seed).ints(samples - last, 0, all));
        each("lengths", all, sampled, i -> {
            int length = i + 1;
            assertRefused("length " + length + ", seed " + seed, Arrays.copyOf(bytes, length), appraisal);
        });
    }

    /** Samples, or everything on all cores; a deep run writes down what it went through. */
    private static void each(String what, int all, IntStream samples, IntConsumer damage) {
        if (!DEEP) {
            samples.forEach(damage);
            return;
        }
        long start = System.nanoTime();
        IntStream.range(0, all).parallel().forEach(damage);
        String test = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> name.endsWith("Test"))
                        .findFirst()
                        .orElseThrow());
        String line = "%-20s %9d %-12s all refused, %5d s%n"
                .formatted(
                        test.substring(test.lastIndexOf('.') + 1, test.length() - 4),
                        all,
                        what,
                        (System.nanoTime() - start) / 1_000_000_000);
        try {
            Files.writeString(Path.of("target/flips.txt"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
