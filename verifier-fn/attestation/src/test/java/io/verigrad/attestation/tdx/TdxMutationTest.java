package io.verigrad.attestation.tdx;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Mutations;
import io.verigrad.value.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged quotes and logs are malformed or contraindicated. */
class TdxMutationTest {
    static Stream<TdxForge> good() {
        TdxForge padded = new TdxForge();
        padded.quote = quote -> java.util.Arrays.copyOf(quote, quote.length + 70);
        return Stream.of(new TdxForge(), TdxForge.fifth(), TdxForge.logged(), padded);
    }

    @ParameterizedTest
    @MethodSource("good")
    void refusesEveryFlippedBitOfADocument(TdxForge forge) {
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.flipBits(good, document -> forge.appraise(document, circumstances));
    }

    @ParameterizedTest
    @MethodSource("cut")
    void refusesEveryTruncationOfADocument(TdxForge forge) {
        Bytes good = forge.document();
        Circumstances circumstances = forge.circumstances();

        Mutations.truncate(good, document -> forge.appraise(document, circumstances));
    }

    /** Padding may be shorter, and a quote that loses its padding is no worse. */
    static Stream<TdxForge> cut() {
        return good().limit(3);
    }
}
