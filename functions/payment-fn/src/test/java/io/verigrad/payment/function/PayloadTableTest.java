package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.ledger.testing.DatabaseResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every row of {@code payloads.jsonl} over HTTP. What came out is in {@code target/payloads.txt}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class PayloadTableTest extends PaymentFnTest {
    private static final Path REPORT = Path.of("target", "payloads.txt");

    /** A row and what it got. */
    private record Result(PayloadRow row, Verdict verified, Verdict settled) {
        boolean ok() {
            Verdict expected = new Verdict(row.status(), row.reason().orElse("good"));
            return verified.equals(expected)
                    && settled.equals(
                            new Verdict(row.status(), row.settleReason().orElse(expected.reason())));
        }

        String line() {
            return "%-2s %-7s %-58s %-56s %s"
                    .formatted(
                            ok() ? "ok" : "NO",
                            row.form(),
                            row.name(),
                            verified,
                            verified.equals(settled) ? "" : "settle: " + settled);
        }
    }

    private record Verdict(int status, String reason) {
        @Override
        public String toString() {
            return status + " " + reason;
        }
    }

    @Test
    void givesEveryPayloadItsVerdict() throws Exception {
        List<Result> results = new ArrayList<>();
        for (PayloadRow row : PayloadRow.table()) {
            results.add(result(row));
        }
        report(results);

        assertThat(results).hasSizeGreaterThanOrEqualTo(100);
        assertThat(results)
                .filteredOn(result -> !result.ok())
                .extracting(Result::line)
                .isEmpty();
    }

    private Result result(PayloadRow row) throws Exception {
        // What is malformed is refused before anybody asks what its payer has.
        PrivateKey payer = row.status() == 200 ? payer(50_000) : PrivateKey.parse(fresh().toString());
        PayloadForm form = new PayloadForm(payer, PrivateKey.parse(fresh().toString()), Clock.systemUTC());
        if (row.status() == 200) {
            prepare(row, form, payer);
        }
        String body = form.body(row);
        Answer verified = post("verify", body);
        Answer settled = post("settle", body);
        assertThat(verified.text() + settled.text())
                .as(row.toString())
                .doesNotContain("Exception", "io.verigrad", "com.fasterxml", "java.", "\tat ");
        return new Result(
                row, verdict(verified, "isValid", "invalidReason"), verdict(settled, "success", "errorReason"));
    }

    private void prepare(PayloadRow row, PayloadForm form, PrivateKey payer) throws Exception {
        if (row.form().equals("permit2") || row.form().equals("upto")) {
            approve(payer, row.changes().path("allowance").asLong(50_000));
        }
        boolean isOfAChannel =
                ChannelForm.FORMS.contains(row.form()) && !row.form().equals("deposit");
        if (isOfAChannel && !row.changes().path("unfunded").asBoolean()) {
            Answer funded = post("settle", form.deposit(row));
            assertThat(funded.json().path("success").asBoolean())
                    .as("%s: %s", row, funded.text())
                    .isTrue();
        }
    }

    private static Verdict verdict(Answer answer, String good, String reason) {
        if (answer.text().isEmpty()) {
            return new Verdict(answer.status(), "");
        }
        JsonNode json = answer.json();
        return new Verdict(
                answer.status(),
                json.path(good).asBoolean()
                        ? "good"
                        : json.path(reason).asText(json.path("reason").asText()));
    }

    private static void report(List<Result> results) throws IOException {
        List<String> lines = new ArrayList<>(results.stream().map(Result::line).toList());
        lines.add("%d payloads, %d with the verdict that they must get"
                .formatted(results.size(), results.stream().filter(Result::ok).count()));
        Files.write(REPORT, lines);
    }
}
