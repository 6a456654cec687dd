package io.verigrad.attestation.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the benchmark true where nobody runs it: good evidence, and every signature in it counted. */
class SubjectTest {
    @ParameterizedTest
    @CsvSource({"nitro,5", "snp,3", "tdx,4", "composite,4"})
    void countsTheSignaturesOfADocumentThatWasNeverSeen(String format, int least) throws Exception {
        Subject subject = Subject.of(format, 3);

        assertThat(subject.checks()).hasSizeGreaterThanOrEqualTo(least);
        for (RawCheck check : subject.checks()) {
            assertThat(check.holds()).as(check.algorithm()).isTrue();
        }
    }
}
