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
import io.verigrad.x402.SettleResponse;
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
 * prove where they are from, call a runner with {@link VerigradClient}. Blocks; safe for many threads.
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
            return refused(quote, CallOutcome.Reason.OFFER_MALFORMED, String.valueOf(e.getMessage()));
        }
        return switch (OfferChoice.of(required.accepts(), chain, Optional.empty(), policy)) {
            case OfferChoice.None(String detail) -> refused(quote, CallOutcome.Reason.NO_ACCEPTABLE_OFFER, detail);
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
            return refused(answer, CallOutcome.Reason.PAYMENT_REFUSED, whyRefused(answer));
        }
        return new Purchase.Bought(answer.statusCode(), Bytes.of(answer.body()), settlementOf(answer));
    }

    private static HttpRequest.Builder request(URI target, Bytes json) {
        return HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.toArray()));
    }

    /** A second 402 says why: in its offer if the payment was not good, in its settlement if it could not be settled. */
    private static String whyRefused(HttpResponse<byte[]> answer) {
        Optional<String> settlement = settlementOf(answer).flatMap(SettleResponse::errorReason);
        if (settlement.isPresent()) {
            return Refusals.printable(settlement.get());
        }
        return Refusals.whyRefused(answer);
    }

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

    private static Purchase refused(HttpResponse<byte[]> response, CallOutcome.Reason reason, String detail) {
        return new Purchase.Refused(response.statusCode(), reason, detail, Bytes.of(response.body()));
    }
}
