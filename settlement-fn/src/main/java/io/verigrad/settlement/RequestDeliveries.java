package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.request.OpenRequest;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.Fulfilment;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.ledger.ContractAnswer;
import io.verigrad.ledger.ContractRequests;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Has answers to contracts endorsed and delivers them, by way of the journal. A callback that fails is delivered all the
 * same, and not again: the contract says so in its event. A delivery that the chain refuses is tried a few times.
 */
@Singleton
class RequestDeliveries {
    private static final Logger LOG = Logger.getLogger(RequestDeliveries.class);
    private static final int MAX_ANSWERS = 50;

    private final Chain chain;
    private final ContractRequests ledger;
    private final TransactionJournal journal;
    private final Submissions submissions;
    private final Sender sender;
    private final Validators validators;
    private final Optional<Address> contract;
    private final SettlementSettings settings;
    private final Clock clock;

    RequestDeliveries(
            Chain chain,
            ContractRequests ledger,
            TransactionJournal journal,
            Submissions submissions,
            Sender sender,
            Validators validators,
            ChainSettings settings,
            SettlementSettings settlement,
            Clock clock) {
        this.chain = chain;
        this.ledger = ledger;
        this.journal = journal;
        this.submissions = submissions;
        this.sender = sender;
        this.validators = validators;
        this.contract = settings.inferenceRequests().map(Address::parse);
        this.settings = settlement;
        this.clock = clock;
    }

    void deliver() throws ChainUnavailableException {
        if (contract.isEmpty()) {
            return;
        }
        Address watched = contract.get();
        Waiting.on(ledger.giveUpUnanswered(watched, clock.instant(), settings.requestTries()));
        for (ContractAnswer answer : Waiting.on(ledger.answered(watched, clock.instant(), MAX_ANSWERS))) {
            try {
                deliver(watched, answer);
            } catch (RuntimeException e) {
                // One answer that we cannot make sense of must not keep all others from being delivered.
                LOG.errorf(e, "Contract request %s could not be brought further", answer.id());
            }
        }
    }

    private void deliver(Address watched, ContractAnswer answer) throws ChainUnavailableException {
        Bytes subject =
                StructEncoder.untyped().address(watched).uint(answer.id()).encoded();
        Optional<JournalEntry> sent = Waiting.on(journal.latest(Purpose.FULFIL, subject));
        if (sent.isPresent() && sent.get().state() == JournalEntry.State.FINAL) {
            if (Waiting.on(ledger.delivered(watched, answer.id()))) {
                LOG.infof(
                        "Contract request %s is answered for good, transaction %s",
                        answer.id(), sent.get().hash());
            }
        } else if (sent.isEmpty() || isCounted(watched, answer, sent.get())) {
            send(watched, answer, subject);
        }
        // Any other is under way, and the reconciler's.
    }

    private void send(Address watched, ContractAnswer answer, Bytes subject) throws ChainUnavailableException {
        Optional<OpenRequest> open = chain.requests(watched).find(answer.id());
        long now = chain.latestBlock().timestamp();
        if (open.isEmpty() || open.get().expiresAt() < now) {
            giveUp(watched, answer.id(), open.isEmpty() ? "not_open" : "expired");
            return;
        }
        String reason = "not_endorsed";
        for (Endorsements.Agreed agreed :
                validators.endorse(request(answer, now)).agreed()) {
            Bytes data = SettlementCalls.fulfil(
                    answer.id(),
                    new Fulfilment(
                            answer.receipt().receipt(),
                            answer.receipt().signature(),
                            answer.host(),
                            answer.answer(),
                            agreed.appraisal(),
                            agreed.endorsements()));
            switch (chain.transactions().estimateGas(sender.address(), watched, data)) {
                case GasEstimate.Reverts(String why) -> reason = why;
                case GasEstimate.Estimated(long gas) -> {
                    submissions.submit(Purpose.FULFIL, subject, TransactionRequest.call(watched, data, gas));
                    return;
                }
            }
        }
        LOG.warnf("Contract request %s cannot be answered now: %s", answer.id(), reason);
        Waiting.on(ledger.failed(
                watched, answer.id(), reason, clock.instant().plus(settings.retryAfter()), settings.requestTries()));
    }

    /** Whether a delivery that failed after its estimate was counted before; if not, it is now, and the answer rests. */
    private boolean isCounted(Address watched, ContractAnswer answer, JournalEntry sent) {
        if (sent.state() != JournalEntry.State.FAILED) {
            return false;
        }
        if (Waiting.on(ledger.reverted(
                watched,
                answer.id(),
                sent.hash(),
                clock.instant().plus(settings.retryAfter()),
                settings.requestTries()))) {
            LOG.warnf("The delivery of contract request %s failed in transaction %s", answer.id(), sent.hash());
            return false;
        }
        return true;
    }

    private static EndorseRequestRequest request(ContractAnswer answer, long appraisedAt) {
        return new EndorseRequestRequest(answer.id().longValueExact(), answer.host(), answer.receipt(), appraisedAt);
    }

    private void giveUp(Address watched, BigInteger id, String reason) {
        if (Waiting.on(ledger.giveUp(watched, id, reason))) {
            LOG.warnf("Contract request %s is given up: %s", id, reason);
        }
    }
}
