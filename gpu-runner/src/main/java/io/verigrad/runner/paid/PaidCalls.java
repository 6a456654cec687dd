package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.value.Hash32;
import io.verigrad.x402.OfferReceipt;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.ProtocolVersion;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The x402 resource server (x402 v2 and v1, HTTP transport): any paid request in, its response out. */
public final class PaidCalls {
    private static final int REENTRIES = 10_000;
    private static final int UNAVAILABLE = 503;
    /** Seconds: about as long as a bus or a chain's endpoint needs for another leader. */
    private static final String RETRY_AFTER = "5";

    private final Enclave enclave;
    private final Offers offers;
    private final PaidRun run;
    private final DryRuns dryRuns;
    private final Receipts receipts;
    private final HeldAnswers held;
    private final CallTraces traces;
    private final Clock clock;
    private final Calls calls;
    private final Reentry reentry;

    public PaidCalls(
            Enclave enclave,
            Offers offers,
            PaidRun run,
            DryRuns dryRuns,
            Receipts receipts,
            KeptAnswers answers,
            HeldAnswers held,
            CallTraces traces,
            Clock clock) {
        this.enclave = enclave;
        this.offers = offers;
        this.run = run;
        this.dryRuns = dryRuns;
        this.receipts = receipts;
        this.held = held;
        this.traces = traces;
        this.clock = clock;
        this.calls = new Calls(answers);
        this.reentry = new Reentry(REENTRIES, new SecureRandom(), clock);
    }

    /**
     * Serves one request.
     *
     * @param jobs makes the job, after the payment was read and before it is reserved
     * @param errors writes every refusal but 402
     */
    public PaidResponse serve(PaidRequest request, Product product, Job.Factory jobs, ErrorFormat errors) {
        long start = System.nanoTime();
        PaidResponse response = respond(request, product, jobs, errors);
        long taken = System.nanoTime() - start;
        CallMetrics.ended(request, product, response.status(), taken);
        if (response.status() == 402
                && request.paymentV1().isEmpty()
                && request.paymentV2().isEmpty()) {
            traces.offered(request, product, taken);
        }
        return response;
    }

    private PaidResponse respond(PaidRequest request, Product product, Job.Factory jobs, ErrorFormat errors) {
        try {
            requireAssurance(request, product);
            Hash32 clientNonce = Demands.clientNonce(request);
            requireReady();
            if (DryRuns.asked(request)) {
                return dryRuns.serve(request, product, clientNonce, jobs);
            }
            Optional<Payment> payment = Payment.of(request, offers.acceptable(product), offers::unmatched, clock);
            Hash32 requestHash = request.hash();
            if (payment.isEmpty()) {
                return again(request, requestHash);
            }
            payment.get().requireBinding(requestHash, clientNonce);
            PaidRun.Call call = new PaidRun.Call(
                    request.path(),
                    payment.get(),
                    product,
                    offers.signed(product, payment.get().scheme(), payment.get().terms()),
                    requestHash,
                    clientNonce,
                    request.caller());
            CallKey key = new CallKey(payment.get().headerDigest(), requestHash);
            PaidResponse response = calls.once(
                    key,
                    request.consumer(),
                    audience -> serve(call, audience, request, jobs, errors),
                    answer -> release(answer, request, product, errors));
            if (response.status() == 200) {
                reentry.remember(payment.get().payer(), requestHash, key);
            }
            return response;
        } catch (RefusedException e) {
            return refuse(e.refusal(), request, product, errors);
        }
    }

    private CallOutcome serve(
            PaidRun.Call call, Audience audience, PaidRequest request, Job.Factory jobs, ErrorFormat errors) {
        try {
            PaidRun.Served served = run.serve(call, audience, jobs);
            receipts.add(served.receipt());
            AnswerBody body = served.body();
            return switch (served.settlement()) {
                case DEFERRED ->
                    new CallOutcome.Given(PaidResponse.of(
                                    Headers.of(
                                            served.receipt(),
                                            call.product(),
                                            call.payment(),
                                            Optional.empty(),
                                            paymentReceipt(call.payment(), request),
                                            served.channel()),
                                    body)
                            .with("Server-Timing", served.time().header()));
                case INSTANT -> new CallOutcome.Held(served.receipt(), call.payment(), body);
            };
        } catch (RefusedException e) {
            return new CallOutcome.Given(refuse(e.refusal(), request, call.product(), errors));
        }
    }

    /** The answer once its payment has settled: who is not trusted with a debt gets nothing before. */
    private PaidResponse release(CallOutcome.Held answer, PaidRequest request, Product product, ErrorFormat errors) {
        try {
            Hash32 transaction = held.settled(answer);
            return PaidResponse.of(
                    Headers.of(
                            answer.receipt(),
                            product,
                            answer.payment(),
                            Optional.of(transaction),
                            paymentReceipt(answer.payment(), request),
                            Optional.empty()),
                    answer.body());
        } catch (RefusedException e) {
            PaidResponse refused = refuse(e.refusal(), request, product, errors);
            return e.refusal() instanceof Refusal.Unpaid(String reason, var _, var _, var _)
                    ? refused.with(
                            answer.payment().version().responseHeader(), Headers.failed(answer.payment(), reason))
                    : refused;
        }
    }

    /** The answer for a wallet that signs in and has paid for it. */
    private PaidResponse again(PaidRequest request, Hash32 requestHash) throws RefusedException {
        if (request.signIn().isEmpty()) {
            throw RefusedException.unpaid("Payment required");
        }
        CallKey key = reentry.admit(request.signIn().get(), request.url(), offers.network(), requestHash);
        return calls.before(key)
                .orElseThrow(() -> RefusedException.failed(
                        409, "answer_gone", "this wallet has paid for this request, and the answer is not kept here"));
    }

    /** x402's own receipt, where the client sent the extension back. */
    private Optional<JsonNode> paymentReceipt(Payment payment, PaidRequest request) {
        return payment.payload()
                .extensions()
                .filter(sent -> sent.has(OfferReceipt.EXTENSION))
                .map(_ -> OfferReceipt.receipt(
                        request.url(),
                        payment.terms().network(),
                        payment.payer(),
                        clock.instant(),
                        enclave.keys().receipt()));
    }

    /** 412: the condition that the request itself names does not hold (RFC 9110, section 15.5.13). */
    private void requireAssurance(PaidRequest request, Product product) throws RefusedException {
        Assurance wanted = Demands.minAssurance(request);
        Assurance reached = product.assurance(enclave.assurance());
        if (wanted.compareTo(reached) > 0) {
            throw RefusedException.failed(
                    412,
                    "assurance_unreachable",
                    "Verigrad-Min-Assurance: this model reaches " + reached + " here, not " + wanted);
        }
    }

    private void requireReady() throws RefusedException {
        Optional<String> reason = enclave.notReady();
        if (reason.isPresent()) {
            throw RefusedException.failed(503, "not_registered", reason.get());
        }
    }

    /** What cannot be served now may be soon (RFC 9110, section 10.2.3). */
    private static Map<String, String> headers(int status) {
        return status == UNAVAILABLE
                ? Map.of("Cache-Control", "no-store", "Retry-After", RETRY_AFTER)
                : Map.of("Cache-Control", "no-store");
    }

    private PaidResponse refuse(Refusal refusal, PaidRequest request, Product product, ErrorFormat errors) {
        return switch (refusal) {
            case Refusal.Unpaid unpaid -> {
                PaymentRequired required = reentry.invite(
                                offers.required(product, request.url(), unpaid.channel()), offers.network())
                        .withError(unpaid.reason());
                ObjectNode body = required.toV1Json();
                body.set("verigrad", Json.tree(Help.of(unpaid)));
                yield new PaidResponse(unpaid.status(), headers(unpaid.status()), Json.write(body))
                        .with(ProtocolVersion.PAYMENT_REQUIRED, PaymentHeader.encode(required.toJson()));
            }
            case Refusal.Failed failed ->
                new PaidResponse(
                        failed.problem().status(), headers(failed.problem().status()), errors.write(failed.problem()));
        };
    }
}
