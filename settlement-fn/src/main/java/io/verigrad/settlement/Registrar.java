package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Opens key epochs of enclaves in the EnclaveRegistry, by way of the journal, once however often it is asked. */
@Singleton
class Registrar {
    private final VerifiedChain verified;
    private final Chain chain;
    private final TransactionJournal journal;
    private final Sender sender;
    private final Submissions submissions;

    Registrar(VerifiedChain verified, Chain chain, TransactionJournal journal, Sender sender, Submissions submissions) {
        this.verified = verified;
        this.chain = chain;
        this.journal = journal;
        this.sender = sender;
        this.submissions = submissions;
    }

    RegisterAnswer register(RegisterCall call) throws ChainUnavailableException {
        verified.get();
        EnclaveRegistration registration = call.registration();
        if (isRegistered(registration)) {
            return RegisterAnswer.registered(Optional.empty());
        }
        Bytes subject = registration.enclaveKey().bytes();
        Optional<JournalEntry> open = Waiting.on(journal.open(Purpose.REGISTER, subject));
        if (open.isPresent()) {
            return answer(registration, submissions.advance(open.get()));
        }
        if (!isSigned(call)) {
            return RegisterAnswer.refused("bad_signature");
        }
        Bytes data = SettlementCalls.register(registration, call.enclaveSignature(), call.endorsements());
        return switch (chain.transactions()
                .estimateGas(sender.address(), chain.config().enclaveRegistry(), data)) {
            case GasEstimate.Reverts(String reason) -> RegisterAnswer.refused(reason);
            case GasEstimate.Estimated(long gasLimit) ->
                answer(
                        registration,
                        submissions.submit(
                                Purpose.REGISTER,
                                subject,
                                TransactionRequest.call(chain.config().enclaveRegistry(), data, gasLimit)));
        };
    }

    private RegisterAnswer answer(EnclaveRegistration registration, JournalEntry sent)
            throws ChainUnavailableException {
        Optional<Hash32> transaction =
                sent.state() == JournalEntry.State.WRITTEN ? Optional.empty() : Optional.of(sent.hash());
        return isRegistered(registration)
                ? RegisterAnswer.registered(transaction)
                : RegisterAnswer.pending(transaction);
    }

    private boolean isRegistered(EnclaveRegistration registration) throws ChainUnavailableException {
        Optional<KeyEpoch> epoch = chain.keyEpoch(registration.enclaveKey());
        return epoch.isPresent()
                && epoch.get().isGoodAt(chain.latestBlock().timestamp())
                && epoch.get().validUntil() >= registration.validUntil();
    }

    private boolean isSigned(RegisterCall call) {
        Hash32 digest = TypedDataDomain.verigrad(
                        chain.config().chainId(), chain.config().enclaveRegistry())
                .digest(call.registration().structHash());
        return Secp256k1.recover(digest, call.enclaveSignature())
                        .filter(call.registration().enclaveKey()::equals)
                        .isPresent()
                && call.endorsements().stream()
                        .allMatch(endorsement -> Secp256k1.recover(digest, endorsement.signature())
                                .filter(endorsement.validator()::equals)
                                .isPresent());
    }
}
