package io.verigrad.payment.facilitator;

import io.verigrad.chain.TransferSimulation;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.channel.ChannelAnswer;
import io.verigrad.chain.channel.ChannelCalls;
import io.verigrad.chain.channel.ChannelQuestion;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelState;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelDeposit;
import io.verigrad.x402.ChannelPayload;
import io.verigrad.x402.ChannelRules;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.PayerProof;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Judges what payers send of channels, in the order of the reference, with one question to the chain. */
@ApplicationScoped
public class ChannelCheck {
    private final VerifiedChain chain;
    private final Senders senders;
    private final TokenAmount leastValue;
    private final Clock clock;

    ChannelCheck(VerifiedChain chain, Senders senders, PaymentSettings settings, Clock clock) {
        this.chain = chain;
        this.senders = senders;
        this.leastValue = TokenAmount.parse(settings.settle().leastValue());
        this.clock = clock;
    }

    /** A payment that a channel covers, or why it does not. */
    public sealed interface Verdict {
        /** @param deposit what pays in, where the payment does */
        record Good(ChannelState state, Optional<Bytes> deposit) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    /** Judges a payment; a deposit is tried out. */
    public Verdict judge(ChannelPayload.Payment payment, PaymentRequirements terms) throws ChainUnavailableException {
        Optional<ChannelRules.Refused> wrong = ChannelRules.checkChannel(payment.channel(), payment.voucher(), terms);
        if (wrong.isEmpty() && payment instanceof ChannelPayload.Deposit deposit) {
            wrong = ChannelRules.checkDeposit(deposit, terms, clock, EvmSchemes.BLOCK_MARGIN);
        }
        if (wrong.isPresent()) {
            return refused(wrong.get());
        }
        Optional<PayerProof> proof = ChannelRules.proof(payment.channel(), payment.voucher(), terms);
        if (proof.isEmpty()) {
            return unsigned();
        }
        return payment instanceof ChannelPayload.Deposit deposit
                ? judgeDeposit(deposit, proof.get(), terms)
                : judgeVoucher(payment, proof.get(), terms);
    }

    private Verdict judgeVoucher(ChannelPayload.Payment payment, PayerProof proof, PaymentRequirements terms)
            throws ChainUnavailableException {
        ChannelAnswer answer = ask(payment, proof, terms, Optional.empty());
        if (!isSigned(payment.channel(), proof, answer)) {
            return unsigned();
        }
        return ChannelRules.checkState(payment, answer.state())
                .<Verdict>map(ChannelCheck::refused)
                .orElseGet(() -> new Verdict.Good(answer.state(), Optional.empty()));
    }

    private Verdict judgeDeposit(ChannelPayload.Deposit payment, PayerProof proof, PaymentRequirements terms)
            throws ChainUnavailableException {
        TokenAmount amount = payment.deposit().amount();
        if (amount.isZero() || amount.compareTo(leastValue) < 0) {
            return refused(Reason.BATCH_DEPOSIT_BELOW_MIN, "expected at least " + leastValue + ", found " + amount);
        }
        PayerProof depositProof = ChannelRules.depositProof(payment, terms);
        Bytes call = call(payment, depositProof);
        ChannelAnswer answer = ask(payment, proof, terms, Optional.of(call));
        if (!answer.isWallet() && depositProof instanceof PayerProof.Counterfactual) {
            return refused(Reason.BATCH_FACTORY_NOT_ALLOWED, "no wallet is made for a deposit");
        }
        if (!answer.isWallet() && !(depositProof instanceof PayerProof.Key)) {
            return refused(Reason.BATCH_RECEIVE_SIGNATURE, "the payer did not sign the deposit");
        }
        if (!isSigned(payment.channel(), proof, answer)) {
            return unsigned();
        }
        if (answer.balance().compareTo(amount) < 0) {
            return refused(
                    Reason.BATCH_INSUFFICIENT_BALANCE,
                    "expected a balance of " + amount + ", found " + answer.balance());
        }
        Optional<ChannelRules.Refused> uncovered = ChannelRules.checkState(payment, answer.state());
        if (uncovered.isPresent()) {
            return refused(uncovered.get());
        }
        return answer.simulation() instanceof TransferSimulation.Reverts(String reason)
                ? refused(Reason.BATCH_DEPOSIT_SIMULATION, "the channel contract refuses the deposit: " + reason)
                : new Verdict.Good(answer.state(), Optional.of(call));
    }

    /** The contract asks the code of a payer that has some and gave the channel no key of its own. */
    private static boolean isSigned(ChannelConfig channel, PayerProof proof, ChannelAnswer answer) {
        if (channel.payerAuthorizer().isZero() && answer.isWallet()) {
            return answer.walletAccepts();
        }
        return proof instanceof PayerProof.Key;
    }

    private ChannelAnswer ask(
            ChannelPayload.Payment payment, PayerProof proof, PaymentRequirements terms, Optional<Bytes> call)
            throws ChainUnavailableException {
        ChannelConfig channel = payment.channel();
        Optional<ChannelQuestion.WalletSignature> wallet =
                channel.payerAuthorizer().isZero()
                        ? Optional.of(new ChannelQuestion.WalletSignature(
                                ChannelRules.digest(payment.voucher(), terms), proof.onChain()))
                        : Optional.empty();
        return chain.get()
                .channels()
                .ask(new ChannelQuestion(
                        payment.voucher().channelId(),
                        channel.payer(),
                        channel.token(),
                        wallet,
                        senders.addresses().stream().findFirst().orElse(channel.payer()),
                        call));
    }

    private static Bytes call(ChannelPayload.Deposit payment, PayerProof proof) {
        ChannelDeposit.Authorization signed = payment.deposit().authorization().orElseThrow();
        return ChannelCalls.deposit(
                payment.channel(),
                payment.deposit().amount(),
                signed.validAfter(),
                signed.validBefore(),
                signed.salt(),
                proof.onChain());
    }

    private static Verdict unsigned() {
        return refused(Reason.BATCH_VOUCHER_SIGNATURE, "the payer did not sign the voucher");
    }

    private static Verdict refused(ChannelRules.Refused refused) {
        return refused(refused.reason(), refused.message());
    }

    private static Verdict refused(Reason reason, String message) {
        return new Verdict.Refused(Refusal.of(reason, message));
    }
}
