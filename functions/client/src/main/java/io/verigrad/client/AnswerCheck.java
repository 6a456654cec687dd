package io.verigrad.client;

import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.receipt.AnswerStream;
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
        Found found = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")
                ? streamed(answer, requestHash)
                : whole(answer);
        if (found.receipt().isEmpty()) {
            return new CallOutcome.Unverified(new ReceiptVerification.Rejected(found.violations()), Optional.empty());
        }
        SignedReceipt receipt = found.receipt().get();
        Content content = Content.of(requestHash, found.responseHash());
        KeyStanding standing = new KeyStanding.NotAsked();
        Optional<String> unconfirmed = Optional.empty();
        try {
            standing = standingOf(receipt.receipt().enclaveKey());
        } catch (RegistryUnavailableException e) {
            unconfirmed = Optional.of(String.valueOf(e.getMessage()));
        }
        List<Violation> objections = new ArrayList<>(found.violations());
        attested.flatMap(keys -> objection(keys, receipt.receipt(), target)).ifPresent(objections::add);
        ReceiptVerification verification = with(objections, verifier.verify(receipt, content, payment, standing));
        watcher.accept(new CallStep.ReceiptVerified(receipt, verification));
        if (verification instanceof ReceiptVerification.Rejected rejected) {
            return new CallOutcome.Unverified(rejected, Optional.of(receipt));
        }
        if (unconfirmed.isPresent()) {
            return new CallOutcome.Unconfirmed(receipt, unconfirmed.get());
        }
        return new CallOutcome.Answered(Bytes.of(answer.body()), receipt, standing, settlementOf(answer));
    }

    /** Whether what a key signed may be shown before the receipt is there: only if nothing about the key is in doubt. */
    boolean trusts(URI target, Address signer) {
        try {
            boolean attestedKey = attested.isEmpty()
                    || attested.get().of(target) instanceof AttestedKeys.Standing.Attested(var known)
                            && known.registration().enclaveKey().equals(signer);
            return attestedKey && verifier.isGoodNow(standingOf(signer));
        } catch (RegistryUnavailableException e) {
            return false;
        }
    }

    /**
     * What came with an answer.
     *
     * @param responseHash of what really came
     * @param violations what is wrong already
     */
    private record Found(Optional<SignedReceipt> receipt, Hash32 responseHash, List<Violation> violations) {}

    private static Found whole(HttpResponse<byte[]> answer) {
        Hash32 responseHash = ContentHash.response(answer.body());
        List<String> headers = answer.headers().allValues(ReceiptCodec.HEADER);
        if (headers.size() != 1) {
            return new Found(
                    Optional.empty(),
                    responseHash,
                    List.of(new Violation(
                            ViolationCode.RECEIPT_MISSING,
                            "expected one header " + ReceiptCodec.HEADER + ", found " + headers.size())));
        }
        try {
            return new Found(Optional.of(ReceiptCodec.fromHeader(headers.getFirst())), responseHash, List.of());
        } catch (ReceiptFormatException e) {
            return new Found(
                    Optional.empty(),
                    responseHash,
                    List.of(new Violation(ViolationCode.RECEIPT_MALFORMED, String.valueOf(e.getMessage()))));
        }
    }

    private Found streamed(HttpResponse<byte[]> answer, Hash32 requestHash) {
        AnswerStream stream = AnswerStream.read(answer.body(), requestHash, verifier.domain());
        return new Found(stream.receipt(), stream.link(), stream.violationsAtEnd());
    }

    private static ReceiptVerification with(List<Violation> objections, ReceiptVerification verification) {
        if (objections.isEmpty()) {
            return verification;
        }
        List<Violation> violations = new ArrayList<>(objections);
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
