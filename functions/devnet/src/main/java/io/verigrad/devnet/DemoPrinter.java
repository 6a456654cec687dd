package io.verigrad.devnet;

import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.client.CallStep;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;

/** One readable line for each step of a call. */
final class DemoPrinter {
    private static final int USDC_DECIMALS = 6;

    private final PrintStream out;
    private long start = System.nanoTime();
    private int calls;

    DemoPrinter(PrintStream out) {
        this.out = out;
    }

    void call(DemoCall call) {
        start = System.nanoTime();
        calls++;
        out.printf(
                "%n%d  %s by %s: POST %s%s%n",
                calls, call.title(), call.model(), call.path(), call.sealed() ? ", sealed to the attested key" : "");
    }

    void recheck(String model, Hash32 receipt) {
        start = System.nanoTime();
        calls++;
        out.printf("%n%d  recheck by %s: a second runner runs call 1 again%n", calls, model);
        line("receipt", receipt + " and the bodies that it hashes");
    }

    void verdict(SignedRecheck verdict) {
        line("verdict", verdict.recheck().outcome() + ": " + verdict.recheck().assurance());
    }

    void step(CallStep step) {
        switch (step) {
            case CallStep.PaymentRequired(var terms) ->
                line("402", usdc(terms.amount()) + " to vault " + terms.payTo() + " on " + terms.network());
            case CallStep.PaymentSigned(var payment) ->
                line("payment", "EIP-3009 authorization signed by " + payment.payer() + ", bound to this request");
            case CallStep.AnswerReceived(int status, int size, var assurance) ->
                line(
                        "answer",
                        status + ", " + size + " bytes"
                                + assurance.map(level -> ", assurance " + level).orElse(""));
            case CallStep.ReceiptVerified(var signed, var verification) -> {
                Receipt receipt = signed.receipt();
                boolean verified = verification instanceof ReceiptVerification.Verified;
                line("receipt", signed.id() + (verified ? " verified" : " NOT VERIFIED"));
                line("", "signed by enclave " + receipt.enclaveKey() + ", charges " + usdc(receipt.charge()));
            }
        }
    }

    void streamed(StreamedText text) {
        line("text", text.events() + " events, each linked to the one before: " + text.text());
    }

    void state(PaymentStatus status, long millis) {
        switch (status.state()) {
            case "RESERVED" -> line("appraisal", "waiting for the verifier");
            case "SERVED" -> line("appraisal", "the verifier has the receipt");
            case "AFFIRMED" -> line("appraisal", "affirmed");
            case "SETTLING" ->
                line(
                        "settling",
                        status.transaction().map(tx -> "transaction " + tx).orElse("written down"));
            case "SETTLED" -> line("settled", "final on chain after " + millis / 1000.0 + " s");
            default -> line(status.state(), status.reason().orElse(""));
        }
    }

    void settled(ItemOutcome.Settled outcome) {
        line(
                "shares",
                "host " + usdc(outcome.hostShare()) + ", operator " + usdc(outcome.operatorShare()) + ", validators "
                        + usdc(outcome.validatorShare()) + ", treasury " + usdc(outcome.treasuryShare()));
    }

    void problem(String problem) {
        line("PROBLEM", problem);
    }

    void table(DemoResult result) {
        out.printf(
                "%n%-11s %-17s %6s %-11s %-9s %12s %12s %9s %9s%n",
                "call", "model", "status", "assurance", "state", "charge", "to host", "answer", "settled");
        for (DemoResult.Call call : result.calls()) {
            out.printf(
                    "%-11s %-17s %6d %-11s %-9s %12s %12s %6d ms %6d ms%n",
                    call.call(),
                    call.model(),
                    call.status(),
                    call.level().map(Enum::name).orElse("-"),
                    call.state(),
                    usdc(call.charge()),
                    call.shares().map(shares -> usdc(shares.host())).orElse("-"),
                    call.answerMillis(),
                    call.settledMillis());
        }
        out.printf(
                "payer: paid %s, charged %s, %s%n",
                usdc(result.payer().paid()),
                usdc(result.payer().charged()),
                result.payer().exactlyOnce() ? "each call exactly once" : "WHICH DO NOT AGREE");
    }

    private void line(String what, String detail) {
        out.printf(
                "  %7d ms  %-10s %s%n",
                Duration.ofNanos(System.nanoTime() - start).toMillis(), what, detail);
    }

    private static String usdc(TokenAmount amount) {
        return new BigDecimal(amount.value(), USDC_DECIMALS).toPlainString() + " USDC";
    }
}
