package io.verigrad.settlement;

import io.verigrad.call.SignedCall;
import io.verigrad.chain.Chain;
import io.verigrad.chain.request.OpenRequest;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.ContractAnswer;
import io.verigrad.ledger.ContractRequest;
import io.verigrad.ledger.ContractRequests;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Gives requests of contracts to runners that are registered, each to one at a time, and takes their answers. */
@Singleton
class RequestDesk {
    static final String WORK = "contract-requests";
    static final String ANSWER = "contract-answer";

    private static final Logger LOG = Logger.getLogger(RequestDesk.class);
    private static final int MAX_ITEMS = 8;
    private static final int MAX_MODELS = 1000;
    /** An answer is part of a transaction, whose every byte costs gas. */
    private static final int MAX_ANSWER = 48 * 1024;
    /** Less time than that is not enough to run, to endorse and to deliver. */
    private static final long LEAST_SECONDS = 60;

    private final Chain chain;
    private final ContractRequests ledger;
    private final Optional<Address> contract;
    private final SettlementSettings settings;
    private final TypedDataDomain domain;
    private final Clock clock;

    RequestDesk(
            Chain chain, ContractRequests ledger, ChainSettings settings, SettlementSettings settlement, Clock clock) {
        this.chain = chain;
        this.ledger = ledger;
        this.contract = settings.inferenceRequests().map(Address::parse);
        this.settings = settlement;
        this.domain = TypedDataDomain.verigrad(
                chain.config().chainId(), chain.config().settlement());
        this.clock = clock;
    }

    /** What a runner of these models may run. */
    ContractWork work(SignedCall call) throws ChainUnavailableException, MalformedJsonException {
        Optional<String> objection = objection(WORK, call);
        if (objection.isPresent()) {
            return ContractWork.none(objection.get());
        }
        ContractWorkCall body = Json.convert(call.body(), ContractWorkCall.class);
        if (body.models().size() > MAX_MODELS) {
            return ContractWork.none("too_many_models");
        }
        Instant now = clock.instant();
        Address watched = contract.orElseThrow();
        List<ContractWork.Item> items = new ArrayList<>();
        for (ContractRequest request :
                Waiting.on(ledger.take(watched, body.models(), now, now.plus(settings.requestLease()), MAX_ITEMS))) {
            item(watched, request, now).ifPresent(items::add);
        }
        return ContractWork.of(items);
    }

    /** The terms are those that the chain has now: after a reorganisation they may be another request's. */
    private Optional<ContractWork.Item> item(Address watched, ContractRequest request, Instant now)
            throws ChainUnavailableException {
        Optional<OpenRequest> open = chain.requests(watched).find(request.id());
        if (open.isEmpty()) {
            Waiting.on(ledger.giveUp(watched, request.id(), "not_open"));
            return Optional.empty();
        }
        if (open.get().expiresAt() < now.getEpochSecond() + LEAST_SECONDS) {
            // The asker takes its price back.
            Waiting.on(ledger.giveUp(watched, request.id(), "expired"));
            return Optional.empty();
        }
        return Locator.read(request.locator(), open.get().requestHash())
                .filter(_ -> open.get().modelDigest().equals(request.modelDigest()))
                .map(locator -> ContractWork.Item.of(watched, open.get(), locator));
    }

    /** Takes an answer. What it is worth the validators say, and the chain. */
    ContractAnswerTaken answer(SignedCall call) throws ChainUnavailableException, MalformedJsonException {
        Optional<String> objection = objection(ANSWER, call);
        if (objection.isPresent()) {
            return ContractAnswerTaken.no(objection.get());
        }
        ContractAnswerCall body = Json.convert(call.body(), ContractAnswerCall.class);
        Address watched = contract.orElseThrow();
        BigInteger id = BigInteger.valueOf(body.requestId());
        if (body.declined().isPresent()) {
            String reason = ValidatorCalls.printable(body.declined().get());
            LOG.infof("Contract request %s: runner %s declines, %s", id, call.enclaveKey(), reason);
            return ContractAnswerTaken.yes();
        }
        SignedReceipt receipt = body.receipt();
        Address host = body.host();
        String encoded = body.answer();
        if (receipt == null || host == null || encoded == null) {
            return ContractAnswerTaken.no("malformed_answer");
        }
        byte[] answer;
        try {
            answer = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return ContractAnswerTaken.no("malformed_answer");
        }
        if (answer.length > MAX_ANSWER) {
            Waiting.on(ledger.giveUp(watched, id, "answer_too_long"));
            return ContractAnswerTaken.no("answer_too_long");
        }
        Optional<OpenRequest> open = chain.requests(watched).find(id);
        if (open.isEmpty()) {
            return ContractAnswerTaken.no("not_open");
        }
        if (!isFor(watched, open.get(), call.enclaveKey(), receipt, answer)) {
            return ContractAnswerTaken.no("receipt_mismatch");
        }
        return Waiting.on(ledger.answer(watched, new ContractAnswer(id, receipt, host, Bytes.of(answer))))
                ? ContractAnswerTaken.yes()
                : ContractAnswerTaken.no("not_open");
    }

    private boolean isFor(Address watched, OpenRequest request, Address runner, SignedReceipt receipt, byte[] answer) {
        return receipt.domain().equals(domain)
                && receipt.receipt().enclaveKey().equals(runner)
                && receipt.signer().filter(runner::equals).isPresent()
                && receipt.receipt()
                        .paymentId()
                        .equals(PaymentId.request(chain.config().chainId(), watched, request.asker(), request.id()))
                && receipt.receipt().requestHash().equals(request.requestHash())
                && receipt.receipt().responseHash().equals(ContentHash.response(answer));
    }

    /** Why this call is not answered: whoever could take requests and not answer them would keep them from others. */
    private Optional<String> objection(String function, SignedCall call) throws ChainUnavailableException {
        if (contract.isEmpty()) {
            return Optional.of("requests_not_configured");
        }
        try {
            if (!call.isAuthentic(function, domain, clock)) {
                return Optional.of("unauthenticated");
            }
        } catch (UncheckedIOException notUnicode) {
            return Optional.of("unauthenticated");
        }
        return chain.keyEpoch(call.enclaveKey())
                        .filter(epoch -> epoch.isGoodAt(clock.instant().getEpochSecond()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("runner_not_registered");
    }
}
