package io.verigrad.devnet.chaos;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.reconcile.Events;
import io.verigrad.devnet.reconcile.Reconciliation;
import io.verigrad.devnet.reconcile.SettledOnChain;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what consumers hold, what the ledger says and what the chain did, to the last unit. */
final class Audit {
    private static final TokenAmount FUNDS = TokenAmount.of(1_000_000_000);

    private final Devnet devnet;
    private final SettledOnChain chain;
    private final List<String> findings = new ArrayList<>();
    private int losses;
    private int doubleCharges;
    private int unanswered;

    Audit(Devnet devnet, SettledOnChain chain) {
        this.devnet = devnet;
        this.chain = chain;
    }

    /**
     * What an audit found.
     *
     * @param losses answers whose receipt was not settled
     * @param doubleCharges payments that the chain settled more than once
     * @param chargedUnanswered payments that were settled though the consumer's connection broke before its answer
     * @param findings everything that is not as it has to be
     */
    record Result(int settled, int losses, int doubleCharges, int chargedUnanswered, List<String> findings) {
        Result {
            findings = List.copyOf(findings);
        }
    }

    Result of(List<Attempt> attempts, List<Address> payers)
            throws SQLException, IOException, InterruptedException, ChainUnavailableException {
        List<ItemOutcome.Settled> settled = chain.read();
        Map<Hash32, ItemOutcome.Settled> byPayment = new HashMap<>();
        for (ItemOutcome.Settled outcome : settled) {
            if (byPayment.put(outcome.paymentId(), outcome) != null) {
                doubleCharges++;
            }
        }
        for (Attempt attempt : attempts) {
            compare(attempt, byPayment);
        }
        compareLedger();
        compareBalances(settled, payers);
        return new Result(settled.size(), losses, doubleCharges, unanswered, findings);
    }

    private void compare(Attempt attempt, Map<Hash32, ItemOutcome.Settled> settled) {
        ItemOutcome.Settled outcome = settled.get(attempt.paymentId());
        switch (attempt) {
            case Attempt.Answered answered -> {
                if (outcome == null) {
                    losses++;
                    findings.add("payment " + answered.paymentId() + " was answered and not settled");
                } else if (!outcome.receiptId().equals(answered.receipt().id())
                        || !outcome.charge().equals(answered.receipt().receipt().charge())) {
                    findings.add("payment " + answered.paymentId() + " was settled for another receipt");
                }
            }
            case Attempt.Refused refused -> {
                if (outcome != null) {
                    findings.add("payment " + refused.paymentId() + " was charged though its call was refused with "
                            + refused.status());
                }
            }
            case Attempt.Cut cut -> unanswered += outcome == null ? 0 : 1;
        }
    }

    private void compareLedger() throws SQLException, IOException, InterruptedException, ChainUnavailableException {
        try (Connection ledger = devnet.connectToLedger();
                Statement statement = ledger.createStatement()) {
            Events events = new Events(devnet.broker().bootstrapServers());
            findings.addAll(new Reconciliation(ledger, chain, events).differences());
            expectNone(statement, "payments in a middle state", "payment where state not in ('SETTLED', 'RELEASED')");
            expectNone(
                    statement,
                    "transactions without an end",
                    "journal where state in ('WRITTEN', 'BROADCAST', 'MINED')");
            expectNone(statement, "payers with money reserved for nothing", "exposure where reserved <> 0");
        }
    }

    private void expectNone(Statement statement, String what, String rows) throws SQLException {
        try (ResultSet count = statement.executeQuery("select count(*) from " + rows)) {
            count.next();
            if (count.getLong(1) != 0) {
                findings.add(count.getLong(1) + " " + what);
            }
        }
    }

    private void compareBalances(List<ItemOutcome.Settled> settled, List<Address> payers)
            throws ChainUnavailableException {
        Map<Address, TokenAmount> charged = new HashMap<>();
        for (ItemOutcome.Settled outcome : settled) {
            charged.merge(outcome.payer(), outcome.charge(), TokenAmount::plus);
            TokenAmount shares = outcome.hostShare()
                    .plus(outcome.operatorShare())
                    .plus(outcome.validatorShare())
                    .plus(outcome.treasuryShare());
            if (!shares.equals(outcome.charge())) {
                findings.add("the shares of receipt " + outcome.receiptId() + " are not its charge");
            }
        }
        for (Address payer : payers) {
            TokenAmount left = devnet.chain().balanceOf(devnet.contracts().usdc(), payer);
            if (!left.plus(charged.getOrDefault(payer, TokenAmount.ZERO)).equals(FUNDS)) {
                findings.add("payer " + payer + " has " + left + " left, and its receipts charge "
                        + charged.getOrDefault(payer, TokenAmount.ZERO));
            }
        }
    }
}
