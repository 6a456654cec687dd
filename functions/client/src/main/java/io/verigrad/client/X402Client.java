package io.verigrad.client;

import io.verigrad.client.http.Transport;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Buys from any server that speaks x402 version 2: scheme {@code exact} by EIP-3009, within a policy. For answers that
 * prove where they are from, call a runner with {@link VerigradClient}; for many small calls of one server, pay with
 * {@link ChannelClient}. Blocks; safe for many threads.
 */
public final class X402Client {
    private final ChainId chain;
    private final ClientPolicy policy;
    private final Transport http;
    private final RandomGenerator random;
    private final Eip3009Signer signer;

    /**
     * A client of one payer.
     *
     * @param policy its assurance is not asked for: such servers know none
     * @param random makes the nonces of payments; must be cryptographically secure outside of tests
     */
    public X402Client(
            ChainId chain, ClientPolicy policy, Transport http, PrivateKey payer, RandomGenerator random, Clock clock) {
        this.chain = chain;
        this.policy = policy.withSchemes(Set.of(Scheme.EXACT_EIP3009));
        this.http = http;
        this.random = random;
        this.signer = new Eip3009Signer(payer, clock);
    }

    /** Asks for a resource with a JSON body, and pays at most once if it is asked to. */
    public Purchase post(URI target, Bytes json) {
        HttpResponse<byte[]> quote;
        try {
            quote = http.send(request(target, json).build());
        } catch (IOException e) {
            return new Purchase.Unreachable(false, String.valueOf(e.getMessage()));
        }
        if (quote.statusCode() != 402) {
            return new Purchase.Unpaid(quote.statusCode(), Bytes.of(quote.body()));
        }
        PaymentRequired required;
        try {
            required = Refusals.requiredOf(quote);
        } catch (PaymentFormatException e) {
            return PaidAnswer.refused(quote, CallOutcome.Reason.OFFER_MALFORMED, String.valueOf(e.getMessage()));
        }
        return switch (OfferChoice.of(required.accepts(), chain, Optional.empty(), policy)) {
            case OfferChoice.None(String detail) ->
                PaidAnswer.refused(quote, CallOutcome.Reason.NO_ACCEPTABLE_OFFER, detail);
            case OfferChoice.Taken(PaymentRequirements terms, Scheme _) -> pay(target, json, required, terms);
        };
    }

    private Purchase pay(URI target, Bytes json, PaymentRequired required, PaymentRequirements terms) {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        PaymentPayload payment = PaymentPayload.v2(
                terms,
                Optional.of(required.resource()),
                signer.pay(terms, Optional.empty(), Hash32.of(nonce)).payload(),
                required.extensions());
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request(target, json)
                    .header(ProtocolVersion.V2.paymentHeader(), PaymentHeader.encode(payment.toJson()))
                    .build());
        } catch (IOException e) {
            return new Purchase.Unreachable(true, String.valueOf(e.getMessage()));
        }
        if (answer.statusCode() == 402) {
            return PaidAnswer.refused(answer, CallOutcome.Reason.PAYMENT_REFUSED, PaidAnswer.whyRefused(answer));
        }
        return new Purchase.Bought(answer.statusCode(), Bytes.of(answer.body()), PaidAnswer.settlement(answer));
    }

    private static HttpRequest.Builder request(URI target, Bytes json) {
        return HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.toArray()));
    }
}
