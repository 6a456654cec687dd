package io.verigrad.settlement;

import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.receipt.Verdict;
import io.verigrad.value.Address;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Asks every validator to judge a case, all at the same time, and believes only what each one signed. */
@Singleton
class Verdicts {
    private static final Logger LOG = Logger.getLogger(Verdicts.class);

    private final ValidatorCalls validators;

    Verdicts(ValidatorCalls validators) {
        this.validators = validators;
    }

    /** Validators that signed the same verdict. */
    record Agreed(Verdict verdict, List<Endorsement> endorsements) {}

    /** The verdicts that any validator signed, those that most signed first: only the chain knows their weights. */
    List<Agreed> on(DisputedCase open, TypedDataDomain disputes, SignedReceipt receipt, SignedRecheck recheck) {
        JudgeRequest request = new JudgeRequest(open.id().longValueExact(), receipt, List.of(recheck));
        Map<Verdict, Map<Address, Endorsement>> signed = new LinkedHashMap<>();
        for (JudgeAnswer answer : validators.ask("judge", request, JudgeAnswer.class)) {
            switch (answer) {
                case JudgeAnswer.Refused(Address validator, List<String> reasons) ->
                    LOG.warnf(
                            "Validator %s gives no verdict on case %s: %s",
                            validator,
                            open.id(),
                            reasons.stream().map(ValidatorCalls::printable).toList());
                case JudgeAnswer.Judged judged -> add(signed, open, disputes, judged);
            }
        }
        List<Agreed> agreed = new ArrayList<>();
        signed.forEach((verdict, endorsements) -> agreed.add(new Agreed(verdict, List.copyOf(endorsements.values()))));
        agreed.sort(
                Comparator.comparingInt((Agreed group) -> group.endorsements().size())
                        .reversed());
        return agreed;
    }

    private static void add(
            Map<Verdict, Map<Address, Endorsement>> signed,
            DisputedCase open,
            TypedDataDomain disputes,
            JudgeAnswer.Judged judged) {
        Verdict verdict = new Verdict(open.id(), judged.upheld(), judged.reasonDigest());
        // One signature that is not good would make the contract refuse them all.
        if (Secp256k1.recover(disputes.digest(verdict.structHash()), judged.signature())
                .filter(judged.validator()::equals)
                .isEmpty()) {
            LOG.warnf("Validator %s did not sign its verdict on case %s", judged.validator(), open.id());
            return;
        }
        LOG.infof("Validator %s: case %s %s", judged.validator(), open.id(), judged.upheld() ? "upheld" : "rejected");
        signed.computeIfAbsent(verdict, first -> new LinkedHashMap<>())
                .put(judged.validator(), new Endorsement(judged.validator(), judged.signature()));
    }
}
