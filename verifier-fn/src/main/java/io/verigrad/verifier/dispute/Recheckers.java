package io.verigrad.verifier.dispute;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Address;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whose word counts against a receipt: an enclave with known software, of somebody other than the accused, good when it
 * ran the request, and vouched for by no less than the receipt claims.
 *
 * @param believed the operators that this validator believes; empty for all
 */
record Recheckers(AppraisalPolicy policy, Set<Address> believed, Epochs epochs) {
    /** What the registry holds of a key. */
    interface Epochs {
        Optional<KeyEpoch> of(Address enclaveKey) throws ChainUnavailableException;
    }

    Recheckers {
        believed = Set.copyOf(believed);
    }

    /** What speaks against a recheck, or empty if it counts. */
    Optional<JudgeReason> objection(SignedRecheck signed, SignedReceipt challenged, DisputedCase open, Instant now)
            throws ChainUnavailableException {
        if (!signed.recheck().receiptId().equals(challenged.id())) {
            return Optional.of(JudgeReason.RECHECK_OF_ANOTHER_RECEIPT);
        }
        Receipt receipt = challenged.receipt();
        long madeAt = signed.recheck().recheckedAt();
        if (madeAt < receipt.issuedAt() - policy.clockSkew().toSeconds()
                || madeAt > now.plus(policy.clockSkew()).getEpochSecond()) {
            return Optional.of(JudgeReason.RECHECK_TIME);
        }
        Optional<Address> key = signed.signer(challenged.domain());
        Optional<KeyEpoch> epoch = key.isPresent() ? epochs.of(key.get()) : Optional.empty();
        return epoch.isEmpty()
                ? Optional.of(JudgeReason.RECHECKER_NOT_REGISTERED)
                : objection(key.get(), epoch.get(), madeAt, receipt, open);
    }

    private Optional<JudgeReason> objection(
            Address key, KeyEpoch epoch, long madeAt, Receipt receipt, DisputedCase open) {
        if (key.equals(open.enclaveKey()) || epoch.operator().equals(open.accused())) {
            return Optional.of(JudgeReason.RECHECKER_NOT_INDEPENDENT);
        }
        // What a revoked key signed has no time that one could believe.
        if (epoch.revokedAt().isPresent() || !epoch.isGoodAt(madeAt)) {
            return Optional.of(JudgeReason.RECHECKER_NOT_GOOD);
        }
        if (policy.measurementSets().stream().noneMatch(set -> set.id().equals(epoch.measurementSet()))) {
            return Optional.of(JudgeReason.RECHECKER_MEASUREMENT_NOT_ALLOWED);
        }
        // Else a key of a development attester could cost the operator of a real enclave its stake.
        if (epoch.maxAssurance().compareTo(receipt.assurance()) < 0) {
            return Optional.of(JudgeReason.RECHECKER_BELOW_RECEIPT);
        }
        return believed.isEmpty() || believed.contains(epoch.operator())
                ? Optional.empty()
                : Optional.of(JudgeReason.RECHECKER_NOT_BELIEVED);
    }
}
