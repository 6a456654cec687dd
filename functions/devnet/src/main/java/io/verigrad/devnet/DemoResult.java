package io.verigrad.devnet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.List;
import java.util.Optional;

/** The figures of a demo, as its last line gives them. Amounts are atomic units of test USDC. */
record DemoResult(boolean ok, List<Call> calls, Payer payer, long seconds) {
    /**
     * One call.
     *
     * @param status HTTP status of the answer
     * @param verdict what a second runner found, if this call asked for that
     * @param problem why it is not all well, if it is not
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Call(
            String call,
            String model,
            int status,
            Optional<Hash32> receiptId,
            Optional<Hash32> paymentId,
            Optional<Assurance> assurance,
            Optional<Assurance> wouldBe,
            Optional<RecheckOutcome> verdict,
            String state,
            Optional<Hash32> transaction,
            TokenAmount charge,
            Optional<Shares> shares,
            long answerMillis,
            long settledMillis,
            Optional<String> problem) {
        /** The level of the answer: of a recheck, that of its verdict. */
        Optional<Assurance> level() {
            return verdict.map(RecheckOutcome::assurance).or(() -> assurance);
        }

        boolean isSettled() {
            return state.equals("SETTLED") && shares.isPresent() && problem.isEmpty();
        }

        static Call failed(String call, String model, int status, long millis, String problem) {
            return new Call(
                    call,
                    model,
                    status,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "NOT_PAID",
                    Optional.empty(),
                    TokenAmount.ZERO,
                    Optional.empty(),
                    millis,
                    0,
                    Optional.of(problem));
        }
    }

    /** What each party got of one charge, read from the contract's event. */
    record Shares(TokenAmount host, TokenAmount operator, TokenAmount validators, TokenAmount treasury) {
        static Shares of(ItemOutcome.Settled settled) {
            return new Shares(
                    settled.hostShare(), settled.operatorShare(), settled.validatorShare(), settled.treasuryShare());
        }

        TokenAmount sum() {
            return host.plus(operator).plus(validators).plus(treasury);
        }
    }

    /**
     * The payer's side.
     *
     * @param paid what its balance fell by
     * @param charged the sum of all receipts
     * @param exactlyOnce whether both agree and every authorization was used by its own receipt
     */
    record Payer(TokenAmount paid, TokenAmount charged, boolean exactlyOnce) {}
}
