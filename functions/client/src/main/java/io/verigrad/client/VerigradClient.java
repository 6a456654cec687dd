package io.verigrad.client;

import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.http.Transport;
import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptVerifier;
import io.verigrad.client.registry.EnclaveRegistryReader;
import io.verigrad.client.sealed.SealedTransport;
import io.verigrad.client.spending.Allowance;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Calls models on a runner: pays what the policy allows, and hands over an answer only after its receipt was verified.
 * A payment is bound to its request, so whoever sees it cannot spend it on another. Blocks; safe for many threads.
 */
public final class VerigradClient {
    /** The header that carries the nonce which binds a payment to its request. */
    public static final String CLIENT_NONCE = "Verigrad-Client-Nonce";
    /** The header in which a runner says the level of an answer. */
    public static final String ASSURANCE = "Verigrad-Assurance";
    /** The header that asks for a level of assurance. */
    public static final String MIN_ASSURANCE = "Verigrad-Min-Assurance";

    private final Network network;
    private final ClientPolicy policy;
    private final BoundedHttp http;
    private final Transport transport;
    private final PrivateKey payer;
    private final RandomGenerator random;
    private final Clock clock;
    private final PaymentSigner signer;
    private final AnswerCheck check;
    private final Optional<AttestedKeys> attested;
    private final Allowance allowance;

    /**
     * A client of one payer.
     *
     * @param random makes the client nonces; must be cryptographically secure outside of tests
     */
    public VerigradClient(
            Network network,
            ClientPolicy policy,
            BoundedHttp http,
            PrivateKey payer,
            RandomGenerator random,
            Clock clock) {
        this(network, policy, http, http, payer, random, clock, Optional.empty(), Allowance.UNLIMITED);
    }

    private VerigradClient(
            Network network,
            ClientPolicy policy,
            BoundedHttp http,
            Transport transport,
            PrivateKey payer,
            RandomGenerator random,
            Clock clock,
            Optional<AttestedKeys> attested,
            Allowance allowance) {
        this.network = network;
        this.policy = policy;
        this.http = http;
        this.transport = transport;
        this.payer = payer;
        this.random = random;
        this.clock = clock;
        this.attested = attested;
        this.allowance = allowance;
        this.signer = new PaymentSigner(payer, clock);
        this.check = new AnswerCheck(
                new ReceiptVerifier(network.domain(), policy.minAssurance(), clock),
                network.registry()
                        .map(registry -> new EnclaveRegistryReader(
                                http, registry.rpcUrl(), network.chainId(), registry.address())),
                attested);
    }

    /**
     * A client that checks a runner's evidence itself before it pays the runner for the first time, and takes answers of the
     * attested key only. Without it the registry's word is taken.
     */
    public VerigradClient attestedBy(AttestedKeys keys) {
        return new VerigradClient(network, policy, http, transport, payer, random, clock, Optional.of(keys), allowance);
    }

    /**
     * A client as {@link #attestedBy} that also seals each call to the attested key, so that nobody on the way reads it.
     *
     * @param relay where sealed calls are sent instead of to the runner, so that it does not see who calls
     */
    public VerigradClient privately(AttestedKeys keys, Optional<URI> relay) {
        Transport sealed = new SealedTransport(http, keys, relay);
        return new VerigradClient(network, policy, http, sealed, payer, random, clock, Optional.of(keys), allowance);
    }

    /** The same client, that spends no more than an allowance, whatever the price of one call. */
    public VerigradClient within(Allowance limit) {
        return new VerigradClient(network, policy, http, transport, payer, random, clock, attested, limit);
    }

    /** As {@link #post(URI, Bytes, Consumer)}, unwatched. */
    public CallOutcome post(URI target, Bytes json) {
        return post(target, json, step -> {});
    }

    /**
     * Calls a model.
     *
     * @param target the whole http or https URL, without query
     * @param json the body
     * @param watcher is told each step, on this thread
     */
    public CallOutcome post(URI target, Bytes json, Consumer<CallStep> watcher) {
        return post(target, json, newCall(), watcher);
    }

    /** A call that was not tried yet, for {@link #post(URI, Bytes, OneCharge, Consumer)}. */
    public OneCharge newCall() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return OneCharge.of(Hash32.of(bytes));
    }

    /** Calls a model as one of several tries, here or at other runners, that are charged once in all. */
    public CallOutcome post(URI target, Bytes json, OneCharge charge, Consumer<CallStep> watcher) {
        Hash32 requestHash = ContentHash.request("POST", pathOf(target), json.toArray());
        if (attested.isPresent() && attested.get().of(target) instanceof AttestedKeys.Standing.Refused unfit) {
            return new CallOutcome.Refused(0, CallOutcome.Reason.RUNNER_NOT_ATTESTED, unfit.problem(), Bytes.EMPTY);
        }
        HttpResponse<byte[]> quote;
        try {
            quote = transport.send(request(target, json).build());
        } catch (IOException e) {
            return new CallOutcome.Unreachable(false, String.valueOf(e.getMessage()));
        }
        if (quote.statusCode() != 402) {
            return Refusals.notAsked(quote);
        }
        PaymentRequired required;
        try {
            required = Refusals.requiredOf(quote);
        } catch (PaymentFormatException e) {
            return Refusals.of(quote, CallOutcome.Reason.OFFER_MALFORMED, String.valueOf(e.getMessage()));
        }
        return switch (OfferChoice.of(
                required.accepts(), network.chainId(), Optional.of(network.settlement()), charge.narrowed(policy))) {
            case OfferChoice.None(String detail) -> Refusals.of(quote, CallOutcome.Reason.NO_ACCEPTABLE_OFFER, detail);
            case OfferChoice.Taken(PaymentRequirements terms, Scheme scheme) -> {
                watcher.accept(new CallStep.PaymentRequired(terms));
                Hash32 nonce = ContentHash.boundNonce(requestHash, charge.clientNonce());
                yield pay(
                        new Paid(
                                target,
                                json,
                                requestHash,
                                signer.sign(required, terms, scheme, nonce, charge.clientNonce())),
                        watcher);
            }
        };
    }

    /** A request with the payment that is signed for it. */
    private record Paid(URI target, Bytes json, Hash32 requestHash, PaymentSigner.Signed signed) {
        Payment payment() {
            return signed.payment();
        }
    }

    /**
     * Calls a chat model whose answer comes in pieces, and shows its text as far as a key that is trusted has signed it; what
     * is not signed yet waits. The outcome tells whether all of it was good: until then, what was shown may be cut short, but
     * not altered.
     *
     * @param json asks for a stream
     * @param text is shown each piece, on another thread
     */
    public CallOutcome stream(URI target, Bytes json, Consumer<String> text, Consumer<CallStep> watcher) {
        LiveText live = new LiveText(
                ContentHash.request("POST", pathOf(target), json.toArray()),
                network.domain(),
                signer -> check.trusts(target, signer),
                text);
        // What is sealed is opened as a whole.
        Transport watched = transport.equals(http) ? http.watched(live::event) : transport;
        CallOutcome outcome = new VerigradClient(
                        network, policy, http, watched, payer, random, clock, attested, allowance)
                .post(target, json, watcher);
        if (outcome instanceof CallOutcome.Answered answered) {
            live.end(answered.body());
        }
        return outcome;
    }

    private CallOutcome pay(Paid call, Consumer<CallStep> watcher) {
        Optional<Allowance.Taken> taken = allowance.take(call.payment());
        if (taken.isEmpty()) {
            return new CallOutcome.Refused(
                    402,
                    CallOutcome.Reason.ALLOWANCE_SPENT,
                    "costs " + call.payment().value() + ", which the allowance does not leave",
                    Bytes.EMPTY);
        }
        watcher.accept(new CallStep.PaymentSigned(call.payment()));
        CallOutcome outcome = send(call, watcher);
        switch (outcome) {
            case CallOutcome.Answered answered ->
                taken.get().cost(answered.receipt().receipt().charge());
            // An answer of another status is never charged.
            case CallOutcome.Refused _ -> taken.get().cost(TokenAmount.ZERO);
            // These may still be charged, so all of it stays taken.
            case CallOutcome.Unverified _, CallOutcome.Unconfirmed _, CallOutcome.Unreachable _ -> {}
        }
        return outcome;
    }

    private CallOutcome send(Paid call, Consumer<CallStep> watcher) {
        HttpResponse<byte[]> answer;
        try {
            answer = transport.send(request(call.target(), call.json())
                    .header(
                            ProtocolVersion.V2.paymentHeader(),
                            PaymentHeader.encode(call.signed().payload().toJson()))
                    .header(CLIENT_NONCE, call.payment().clientNonce().toString())
                    .build());
        } catch (IOException e) {
            return new CallOutcome.Unreachable(true, String.valueOf(e.getMessage()));
        }
        watcher.accept(new CallStep.AnswerReceived(
                answer.statusCode(),
                answer.body().length,
                answer.headers().firstValue(ASSURANCE).map(Refusals::printable)));
        if (answer.statusCode() == 402) {
            return Refusals.of(answer, CallOutcome.Reason.PAYMENT_REFUSED, Refusals.whyRefused(answer));
        }
        if (answer.statusCode() != 200) {
            return Refusals.of(answer, CallOutcome.Reason.CALL_FAILED, "the runner answered " + answer.statusCode());
        }
        return check.outcome(call.target(), answer, call.requestHash(), call.payment(), watcher);
    }

    private HttpRequest.Builder request(URI target, Bytes json) {
        return HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header(MIN_ASSURANCE, policy.minAssurance().name())
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.toArray()));
    }

    static String pathOf(URI target) {
        if (target.getRawQuery() != null || target.getRawFragment() != null || target.getRawUserInfo() != null) {
            throw new IllegalArgumentException("expected a URL without query, fragment and credentials");
        }
        return target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    }
}
