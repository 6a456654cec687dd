package io.verigrad.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.channel.ChannelAccount;
import io.verigrad.client.channel.ChannelBook;
import io.verigrad.client.http.Transport;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelSigner;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.SettleResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Buys from any server that takes payment channels (x402 version 2, scheme {@code batch-settlement}): pays in once, and then
 * for each call by a signature alone. A server can claim what was signed and no more, and what it never claims comes back by
 * {@link #refund}, or from the contract after the channel's delay. Calls of one channel wait for one another. Blocks; safe
 * for many threads.
 */
public final class ChannelClient {
    /** What a server says whose book differs from ours. */
    private static final Set<String> CORRECTIONS = Set.of(
            "invalid_batch_settlement_evm_cumulative_amount_mismatch",
            "invalid_batch_settlement_evm_cumulative_below_claimed");

    private final ChainId chain;
    private final ClientPolicy policy;
    private final ChannelLimits limits;
    private final ChannelBook book;
    private final Transport http;
    private final PrivateKey payer;
    private final RandomGenerator random;
    private final ChannelSigner signer;
    private final Optional<Address> authorizer;

    /**
     * A client of one payer.
     *
     * @param policy its schemes and its assurance are not asked for
     * @param random makes the salts of deposits; must be cryptographically secure outside of tests
     */
    public ChannelClient(
            ChainId chain,
            ClientPolicy policy,
            ChannelLimits limits,
            ChannelBook book,
            Transport http,
            PrivateKey payer,
            RandomGenerator random,
            Clock clock) {
        this(chain, policy, limits, book, http, payer, random, new ChannelSigner(payer, clock), Optional.empty());
    }

    private ChannelClient(
            ChainId chain,
            ClientPolicy policy,
            ChannelLimits limits,
            ChannelBook book,
            Transport http,
            PrivateKey payer,
            RandomGenerator random,
            ChannelSigner signer,
            Optional<Address> authorizer) {
        this.chain = chain;
        this.policy = policy;
        this.limits = limits;
        this.book = book;
        this.http = http;
        this.payer = payer;
        this.random = random;
        this.signer = signer;
        this.authorizer = authorizer;
    }

    /** The same client for channels that nobody claims but {@code only}, such as a contract that asks for receipts. */
    public ChannelClient onlyAuthorizedBy(Address only) {
        return new ChannelClient(chain, policy, limits, book, http, payer, random, signer, Optional.of(only));
    }

    /**
     * How much a client entrusts to a server.
     *
     * @param deposit what it pays in at a time
     * @param maxDeposit the most that it pays in at a time, where a server or a call asks for more
     * @param maxDelay how long it would wait for its money if the server did not give it back
     */
    public record ChannelLimits(TokenAmount deposit, TokenAmount maxDeposit, Duration maxDelay) {
        public ChannelLimits {
            if (deposit.isZero() || deposit.compareTo(maxDeposit) > 0 || !maxDeposit.fitsUint128()) {
                throw new IllegalArgumentException(
                        "expected a deposit of 1 to " + maxDeposit + ", below 2^128, found " + deposit);
            }
        }
    }

    /** Gets a resource, and pays at most once if it is asked to. */
    public Purchase get(URI target) {
        return buy(() -> HttpRequest.newBuilder(target).GET());
    }

    /** Asks for a resource with a JSON body, and pays at most once if it is asked to. */
    public Purchase post(URI target, Bytes json) {
        return buy(() -> HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.toArray())));
    }

    /** Asks the server of a resource to give back all that its calls did not cost. */
    public Purchase refund(URI target) {
        return exchange(() -> HttpRequest.newBuilder(target).GET(), new Refund());
    }

    private Purchase buy(Request request) {
        return exchange(request, new Call());
    }

    /** Made anew for each time that it is sent. */
    private interface Request {
        HttpRequest.Builder make();
    }

    /** What is paid, and what that changes. */
    private sealed interface Step {
        /** @return empty if the limits do not allow it */
        Optional<Signed> sign(ChannelTerms offer, ChannelAccount account);
    }

    /** @param deposited what it pays in */
    private record Signed(JsonNode payload, TokenAmount deposited) {}

    private final class Call implements Step {
        @Override
        public Optional<Signed> sign(ChannelTerms offer, ChannelAccount account) {
            TokenAmount most = account.charged().plus(offer.terms().amount());
            if (most.compareTo(account.balance()) <= 0) {
                return Optional.of(new Signed(signer.voucher(offer.channel(), most, offer.terms()), TokenAmount.ZERO));
            }
            TokenAmount deposit = max(max(limits.deposit(), offer.minDeposit()), most.minus(account.balance()));
            if (deposit.compareTo(limits.maxDeposit()) > 0) {
                return Optional.empty();
            }
            byte[] salt = new byte[32];
            random.nextBytes(salt);
            return Optional.of(new Signed(
                    signer.deposit(offer.channel(), most, deposit, new BigInteger(1, salt), offer.terms()), deposit));
        }
    }

    private final class Refund implements Step {
        @Override
        public Optional<Signed> sign(ChannelTerms offer, ChannelAccount account) {
            return Optional.of(
                    new Signed(signer.refund(offer.channel(), account.charged(), offer.terms()), TokenAmount.ZERO));
        }
    }

    private Purchase exchange(Request request, Step step) {
        HttpResponse<byte[]> quote;
        try {
            quote = http.send(request.make().build());
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
        Optional<ChannelTerms> offer =
                ChannelTerms.of(required.accepts(), chain, payer.address(), policy, limits.maxDelay(), authorizer);
        if (offer.isEmpty()) {
            return PaidAnswer.refused(
                    quote, CallOutcome.Reason.NO_ACCEPTABLE_OFFER, "no payment channel within the policy is offered");
        }
        try (ChannelBook.Page page = book.open(offer.get().id())) {
            return pay(request, required, offer.get(), page, step, quote);
        } catch (IOException e) {
            return new Purchase.Unreachable(false, "the channel's account: " + e.getMessage());
        }
    }

    private Purchase pay(
            Request request,
            PaymentRequired required,
            ChannelTerms offer,
            ChannelBook.Page page,
            Step step,
            HttpResponse<byte[]> quote)
            throws IOException {
        Optional<Signed> signed = step.sign(offer, page.read());
        if (signed.isEmpty()) {
            return tooMuch(quote);
        }
        HttpResponse<byte[]> answer;
        try {
            answer = send(request, required, offer, signed.get());
            if (answer.statusCode() == 402 && isCorrected(answer, offer, page)) {
                signed = step.sign(offer, page.read());
                if (signed.isEmpty()) {
                    return tooMuch(answer);
                }
                answer = send(request, required, offer, signed.get());
            }
        } catch (UnansweredException e) {
            return new Purchase.Unreachable(true, String.valueOf(e.getMessage()));
        }
        if (answer.statusCode() == 402) {
            return PaidAnswer.refused(answer, CallOutcome.Reason.PAYMENT_REFUSED, PaidAnswer.whyRefused(answer));
        }
        Optional<SettleResponse> settlement = PaidAnswer.settlement(answer);
        if (settlement.filter(SettleResponse::success).isPresent()) {
            page.write(after(step, page.read(), offer, signed.get(), settlement.get()));
        }
        return new Purchase.Bought(answer.statusCode(), Bytes.of(answer.body()), settlement);
    }

    /** Whether the server's book, which shows our own signature, is ours now. */
    private static boolean isCorrected(HttpResponse<byte[]> answer, ChannelTerms offer, ChannelBook.Page page)
            throws IOException {
        try {
            PaymentRequired required = Refusals.requiredOf(answer);
            Optional<ChannelAccount> corrected =
                    required.error().filter(CORRECTIONS::contains).isPresent()
                            ? offer.corrected(required.accepts())
                            : Optional.empty();
            if (corrected.isPresent()) {
                page.write(corrected.get());
            }
            return corrected.isPresent();
        } catch (PaymentFormatException e) {
            return false;
        }
    }

    private static ChannelAccount after(
            Step step, ChannelAccount account, ChannelTerms offer, Signed signed, SettleResponse settlement) {
        return switch (step) {
            case Call ignored -> account.deposited(signed.deposited()).charged(charged(offer, settlement));
            case Refund ignored -> account.refunded(settlement.amount().orElse(TokenAmount.ZERO));
        };
    }

    /** A server that says nothing, or more than it may take, is taken to have charged what it asked for. */
    private static TokenAmount charged(ChannelTerms offer, SettleResponse settlement) {
        TokenAmount asked = offer.terms().amount();
        try {
            TokenAmount charged = settlement
                    .extra()
                    .map(extra -> TokenAmount.parse(extra.path("chargedAmount").asText()))
                    .orElse(asked);
            return charged.compareTo(asked) <= 0 ? charged : asked;
        } catch (IllegalArgumentException malformed) {
            return asked;
        }
    }

    private HttpResponse<byte[]> send(Request request, PaymentRequired required, ChannelTerms offer, Signed signed)
            throws UnansweredException {
        PaymentPayload payment = PaymentPayload.v2(
                offer.terms(), Optional.of(required.resource()), signed.payload(), required.extensions());
        try {
            return http.send(request.make()
                    .header(ProtocolVersion.V2.paymentHeader(), PaymentHeader.encode(payment.toJson()))
                    .build());
        } catch (IOException e) {
            throw new UnansweredException(e);
        }
    }

    /** A payment was sent and nothing came back. */
    private static final class UnansweredException extends Exception {
        UnansweredException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static Purchase tooMuch(HttpResponse<byte[]> quote) {
        return PaidAnswer.refused(
                quote, CallOutcome.Reason.NO_ACCEPTABLE_OFFER, "more would have to be paid in than the limits allow");
    }

    private static TokenAmount max(TokenAmount one, TokenAmount other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
