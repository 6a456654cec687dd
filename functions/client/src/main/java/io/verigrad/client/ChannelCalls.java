package io.verigrad.client;

import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.channel.ChannelBook;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptVerifier;
import io.verigrad.client.registry.EnclaveRegistryReader;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.x402.ChannelVerification;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
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
 * Calls models on runners by payment channel, and hands over an answer only after its receipt was verified. Only channels
 * that Settlement claims are paid into, which takes nothing but what receipts say. Blocks; safe for many threads.
 */
public final class ChannelCalls {
    private final Network network;
    private final ClientPolicy policy;
    private final ChannelClient.ChannelLimits limits;
    private final ChannelBook book;
    private final BoundedHttp http;
    private final PrivateKey payer;
    private final RandomGenerator random;
    private final Clock clock;
    private final Optional<AttestedKeys> attested;
    private final AnswerCheck check;

    /**
     * Calls of one payer.
     *
     * @param policy its schemes are not asked for
     * @param random makes the salts of deposits; must be cryptographically secure outside of tests
     * @param attested the evidence of runners; without it the registry's word is taken
     */
    public ChannelCalls(
            Network network,
            ClientPolicy policy,
            ChannelClient.ChannelLimits limits,
            ChannelBook book,
            BoundedHttp http,
            PrivateKey payer,
            RandomGenerator random,
            Clock clock,
            Optional<AttestedKeys> attested) {
        this.network = network;
        this.policy = policy;
        this.limits = limits;
        this.book = book;
        this.http = http;
        this.payer = payer;
        this.random = random;
        this.clock = clock;
        this.attested = attested;
        this.check = new AnswerCheck(
                new ReceiptVerifier(network.domain(), policy.minAssurance(), clock),
                network.registry()
                        .map(registry -> new EnclaveRegistryReader(
                                http, registry.rpcUrl(), network.chainId(), registry.address())),
                attested);
    }

    /**
     * Calls a model.
     *
     * @param target the whole http or https URL, without query
     * @param json the body
     * @param watcher is told each step, on this thread
     */
    public CallOutcome post(URI target, Bytes json, Consumer<CallStep> watcher) {
        Hash32 requestHash = ContentHash.request("POST", VerigradClient.pathOf(target), json.toArray());
        if (attested.isPresent() && attested.get().of(target) instanceof AttestedKeys.Standing.Refused unfit) {
            return new CallOutcome.Refused(0, CallOutcome.Reason.RUNNER_NOT_ATTESTED, unfit.problem(), Bytes.EMPTY);
        }
        Exchange exchange = new Exchange(watcher);
        ChannelClient client = new ChannelClient(
                        network.chainId(), policy, limits, book, exchange::send, payer, random, clock)
                .onlyAuthorizedBy(network.settlement());
        return switch (client.post(target, json)) {
            case Purchase.Bought bought
            when bought.status() == 200 ->
                check.outcome(target, exchange.answer.orElseThrow(), requestHash, exchange.paid.orElseThrow(), watcher);
            case Purchase.Bought bought ->
                new CallOutcome.Refused(
                        bought.status(),
                        CallOutcome.Reason.CALL_FAILED,
                        "the runner answered " + bought.status(),
                        bought.body());
            case Purchase.Unpaid ignored -> Refusals.notAsked(exchange.answer.orElseThrow());
            case Purchase.Refused refused ->
                new CallOutcome.Refused(refused.status(), refused.reason(), refused.detail(), refused.body());
            case Purchase.Unreachable unreachable ->
                new CallOutcome.Unreachable(unreachable.paymentSent(), unreachable.problem());
        };
    }

    /** What went to and fro in one call, the last of each. */
    private final class Exchange {
        private final Consumer<CallStep> watcher;
        private Optional<HttpResponse<byte[]>> answer = Optional.empty();
        private Optional<Payment> paid = Optional.empty();

        Exchange(Consumer<CallStep> watcher) {
            this.watcher = watcher;
        }

        HttpResponse<byte[]> send(HttpRequest request) throws IOException {
            Optional<String> header = request.headers().firstValue(ProtocolVersion.V2.paymentHeader());
            if (header.isPresent()) {
                Payment payment = signed(header.get());
                paid = Optional.of(payment);
                watcher.accept(new CallStep.PaymentSigned(payment));
            }
            HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(request, (name, value) -> true)
                    .setHeader(
                            VerigradClient.MIN_ASSURANCE, policy.minAssurance().name())
                    .build());
            answer = Optional.of(response);
            if (header.isPresent()) {
                watcher.accept(new CallStep.AnswerReceived(
                        response.statusCode(),
                        response.body().length,
                        response.headers().firstValue(VerigradClient.ASSURANCE).map(Refusals::printable)));
            }
            return response;
        }

        private Payment signed(String header) throws IOException {
            try {
                PaymentPayload payload = PaymentHeader.payment(ProtocolVersion.V2, header);
                PaymentRequirements terms = payload.accepted().orElseThrow();
                if (!(ChannelVerification.of(payload, terms, clock) instanceof ChannelVerification.Valid valid)) {
                    throw new IllegalStateException("this client signed what it does not take itself");
                }
                return new Payment(
                        Scheme.CHANNEL,
                        terms.network(),
                        valid.payer(),
                        terms.payTo(),
                        terms.asset(),
                        terms.amount(),
                        valid.channelId(),
                        Hash32.ZERO,
                        Optional.of(valid.place()));
            } catch (PaymentFormatException e) {
                throw new IOException(e);
            }
        }
    }
}
