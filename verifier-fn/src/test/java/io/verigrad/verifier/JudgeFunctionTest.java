package io.verigrad.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.receipt.Recheck;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.dispute.Judgment;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Cases as they come over HTTP, against a real Disputes contract in which nobody opened any. */
@QuarkusTest
@WithTestResource(VerifierResource.class)
class JudgeFunctionTest {
    private static final Consumer<ServedCall> HONEST = _ -> {};

    @TestHTTPResource
    URI base;

    @Inject
    Bench bench;

    @Test
    void signsNothingOnACaseThatNobodyOpened() throws Exception {
        SignedReceipt receipt = bench.call(HONEST).receipt();
        Recheck recheck = new Recheck(receipt.id(), Hash32.ZERO, Hash32.ZERO, RecheckOutcome.DIFFERENT, 1);
        Map<String, Object> body = Map.of(
                "caseId",
                "1000",
                "receipt",
                receipt,
                "rechecks",
                List.of(SignedRecheck.sign(recheck, receipt.domain(), Keys.OTHER)));

        Judgment judgment = new Functions(base).call("judge", body, Judgment.class);

        assertThat(judgment.status()).isEqualTo(Judgment.Status.REFUSED);
        assertThat(judgment.reasons()).containsExactly("case_not_open");
        assertThat(judgment.caseId()).isEqualTo(1000);
        assertThat(judgment.validator()).isEqualTo(Keys.VALIDATOR.address());
        assertThat(judgment.signature()).isEmpty();
        assertThat(judgment.upheld()).isEmpty();
    }
}
