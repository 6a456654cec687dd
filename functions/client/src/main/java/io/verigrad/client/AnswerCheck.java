package io.verigrad.client;

import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.receipt.Content;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.client.receipt.ReceiptFormatException;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.client.receipt.ReceiptVerifier;
import io.verigrad.client.receipt.Violation;
import io.verigrad.client.receipt.ViolationCode;
import io.verigrad.client.registry.EnclaveRegistryReader;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.SettleResponse;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What stands between a paid answer and the caller. */
record AnswerCheck(
        ReceiptVerifier verifier, Optional<EnclaveRegistryReader> registry, Optional<AttestedKeys> attested) {
    CallOutcome outcome(
            URI target, HttpResponse<byte[]> answer, Hash32 requestHash, Payment payment, Consumer<CallStep> watcher) {
        List<String> headers = answer.headers().allValues(ReceiptCodec.HEADER);
        if (headers.size() != 1) {
            return unreadable(
                    ViolationCode.RECEIPT_MISSING,
                    "expected one header " + ReceiptCodec.HEADER + ", found " + headers.size());
        }
        SignedReceipt receipt;
        try {
            receipt = ReceiptCodec.fromHeader(headers.getFirst());
        } catch (ReceiptFormatException e) {
            return unreadable(ViolationCode.RECEIPT_MALFORMED, String.valueOf(e.getMessage()));
        }
        Content content = Content.of(requestHash, ContentHash.response(answer.body()));
        KeyStanding standing = new KeyStanding.NotAsked();
        Optional<String> unconfirmed = Optional.empty();
        try {
            standing = standingOf(receipt.receipt().enclaveKey());
        } catch (RegistryUnavailableException e) {
            unconfirmed = Optional.of(String.valueOf(e.getMessage()));
        }
        ReceiptVerification verification =
                withEvidence(verifier.verify(receipt, content, payment, standing), receipt.receipt(), target);
        watcher.accept(new CallStep.ReceiptVerified(receipt, verification));
        if (verification instanceof ReceiptVerification.Rejected rejected) {
            return new CallOutcome.Unverified(rejected, Optional.of(receipt));
        }
        if (unconfirmed.isPresent()) {
            return new CallOutcome.Unconfirmed(receipt, unconfirmed.get());
        }
        return new CallOutcome.Answered(Bytes.of(answer.body()), receipt, standing, settlementOf(answer));
    }

    private ReceiptVerification withEvidence(ReceiptVerification verification, Receipt receipt, URI target) {
        Optional<Violation> objection = attested.flatMap(keys -> objection(keys, receipt, target));
        if (objection.isEmpty()) {
            return verification;
        }
        List<Violation> violations = new ArrayList<>(List.of(objection.get()));
        if (verification instanceof ReceiptVerification.Rejected rejected) {
            violations.addAll(rejected.violations());
        }
        return new ReceiptVerification.Rejected(violations);
    }

    /** A runner that was started anew has another key, and evidence for it. */
    private static Optional<Violation> objection(AttestedKeys keys, Receipt receipt, URI target) {
        AttestedKeys.Standing standing = keys.of(target);
        if (standing instanceof AttestedKeys.Standing.Attested(var known)
                && !known.registration().enclaveKey().equals(receipt.enclaveKey())) {
            standing = keys.askAgain(target);
        }
        return switch (standing) {
            case AttestedKeys.Standing.Refused refused ->
                Optional.of(new Violation(ViolationCode.KEY_NOT_ATTESTED, refused.problem()));
            case AttestedKeys.Standing.Attested(var evidence) -> {
                EnclaveRegistration own = evidence.registration();
                if (!own.enclaveKey().equals(receipt.enclaveKey())) {
                    yield Optional.of(new Violation(
                            ViolationCode.KEY_NOT_ATTESTED,
                            "expected " + own.enclaveKey() + ", found " + receipt.enclaveKey()));
                }
                yield receipt.assurance().compareTo(own.maxAssurance()) <= 0
                        ? Optional.empty()
                        : Optional.of(new Violation(
                                ViolationCode.ASSURANCE_TOO_HIGH,
                                "claims " + receipt.assurance() + ", the evidence reaches " + own.maxAssurance()));
            }
        };
    }

    private KeyStanding standingOf(Address enclaveKey) throws RegistryUnavailableException {
        return registry.isEmpty() ? new KeyStanding.NotAsked() : registry.get().standingOf(enclaveKey);
    }

    private static CallOutcome unreadable(ViolationCode code, String detail) {
        return new CallOutcome.Unverified(
                new ReceiptVerification.Rejected(List.of(new Violation(code, detail))), Optional.empty());
    }

    /** Tells nothing that the receipt does not prove better, so it may be missing or unreadable. */
    private static Optional<SettleResponse> settlementOf(HttpResponse<byte[]> answer) {
        Optional<String> header = answer.headers().firstValue(ProtocolVersion.V2.responseHeader());
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SettleResponse.parse(PaymentHeader.decode(header.get())));
        } catch (PaymentFormatException e) {
            return Optional.empty();
        }
    }
}
