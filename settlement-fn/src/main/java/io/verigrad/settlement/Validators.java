package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.SignedReceiptRoot;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks every validator to endorse a batch, all at the same time, and believes only what each one signed. */
@Singleton
class Validators {
    private static final Logger LOG = Logger.getLogger(Validators.class);

    private final TypedDataDomain domain;
    private final ValidatorCalls calls;

    Validators(ValidatorCalls calls, Chain chain) {
        this.calls = calls;
        this.domain = TypedDataDomain.verigrad(
                chain.config().chainId(), chain.config().settlement());
    }

    /** What the validators said of the receipts of {@code root}; those that did not answer in time are missing. */
    Endorsements endorse(Hash32 root, EndorseRequest request) {
        return ask("endorse", request, new Wanted(root, request.receiptIds().size(), request.appraisedAt()));
    }

    /** What they said of an enclave's root, whose digest they sign for. */
    Endorsements endorse(EndorseRootRequest request) {
        Hash32 digest = SignedReceiptRoot.digest(request.root(), domain);
        return ask("endorse-root", request, new Wanted(digest, request.root().count(), request.appraisedAt()));
    }

    /** What they said of an answer to a contract, which is a batch of its own. */
    Endorsements endorse(EndorseRequestRequest request) {
        return ask("endorse-request", request, new Wanted(request.receipt().id(), 1, request.appraisedAt()));
    }

    /** What an appraisal must say. */
    private record Wanted(Hash32 root, long count, long appraisedAt) {
        boolean isIn(Appraisal appraisal) {
            return appraisal.batchRoot().equals(root)
                    && appraisal.count() == count
                    && appraisal.appraisedAt() == appraisedAt;
        }
    }

    private Endorsements ask(String function, Object request, Wanted wanted) {
        Endorsements.Builder endorsements = new Endorsements.Builder();
        calls.ask(function, request, EndorseAnswer.class).forEach(answer -> add(endorsements, wanted, answer));
        return endorsements.build();
    }

    private void add(Endorsements.Builder endorsements, Wanted wanted, EndorseAnswer answer) {
        switch (answer) {
            case EndorseAnswer.Refused(List<EndorseAnswer.RefusedReceipt> refused, Optional<String> reason) -> {
                reason.ifPresent(why -> LOG.warnf(
                        "A validator refuses batch %s as a whole: %s", wanted.root(), ValidatorCalls.printable(why)));
                refused.forEach(receipt -> LOG.warnf(
                        "A validator refuses receipt %s: %s",
                        receipt.receiptId(), ValidatorCalls.printable(receipt.reason())));
                endorsements.refuse(refused);
            }
            case EndorseAnswer.Endorsed endorsed -> {
                if (isFor(wanted, endorsed)) {
                    endorsements.add(endorsed.appraisal(), new Endorsement(endorsed.validator(), endorsed.signature()));
                } else {
                    LOG.warnf("Validator %s signed something else than batch %s", endorsed.validator(), wanted.root());
                }
            }
        }
    }

    /** One signature that is not good would make the contract refuse the whole batch. */
    private boolean isFor(Wanted wanted, EndorseAnswer.Endorsed endorsed) {
        Appraisal appraisal = endorsed.appraisal();
        return wanted.isIn(appraisal)
                && Secp256k1.recover(domain.digest(appraisal.structHash()), endorsed.signature())
                        .filter(endorsed.validator()::equals)
                        .isPresent();
    }
}
