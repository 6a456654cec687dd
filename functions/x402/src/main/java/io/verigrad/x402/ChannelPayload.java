package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The payload of scheme {@code batch-settlement} (x402, {@code scheme_batch_settlement_evm}): what is done to channels. */
public sealed interface ChannelPayload {
    /** How many channels one transaction claims at most. */
    int MAX_CLAIMS = 100;

    /** What a payer sends with a call. */
    sealed interface Payment extends ChannelPayload permits Deposit, Voucher, Refund {
        ChannelConfig channel();

        ChannelVoucher voucher();
    }

    /** Pays in, and pays for a call. */
    record Deposit(ChannelConfig channel, ChannelVoucher voucher, ChannelDeposit deposit) implements Payment {}

    /** Pays for a call. */
    record Voucher(ChannelConfig channel, ChannelVoucher voucher) implements Payment {}

    /**
     * Asks for what is unclaimed.
     *
     * @param amount at most how much; all of it where none is named
     * @param order what the receiver adds before anything is given back
     */
    record Refund(
            ChannelConfig channel, ChannelVoucher voucher, Optional<TokenAmount> amount, Optional<RefundOrder> order)
            implements Payment {}

    /**
     * The receiver's part of a refund.
     *
     * @param claims what is claimed before, so that nothing is given back that was earned
     * @param signature of the receiver's authorizer
     * @param claimSignature of the same, where there are claims
     */
    record RefundOrder(
            BigInteger nonce, List<ChannelClaim> claims, Optional<Bytes> signature, Optional<Bytes> claimSignature) {
        public RefundOrder {
            claims = List.copyOf(claims);
        }

        /** It never prints its signatures. */
        @Override
        public String toString() {
            return "RefundOrder[" + nonce + ", " + claims + ']';
        }
    }

    /**
     * Claims what was earned.
     *
     * @param signature of the authorizer that all these channels have
     */
    record Claim(List<ChannelClaim> claims, Optional<Bytes> signature) implements ChannelPayload {
        public Claim {
            claims = List.copyOf(claims);
        }

        /** It never prints its signature. */
        @Override
        public String toString() {
            return "Claim" + claims;
        }
    }

    /** Pays out what was claimed. */
    record Settle(Address receiver, Address token) implements ChannelPayload {}

    /** Reads a payload, by its {@code type}. */
    static ChannelPayload parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "payload", Reason.INVALID_PAYLOAD);
        return switch (fields.optionalText("type").orElse("")) {
            case "deposit" ->
                new Deposit(channel(fields), voucher(fields), ChannelDeposit.parse(fields.object("deposit")));
            case "voucher" -> new Voucher(channel(fields), voucher(fields));
            case "refund" -> refund(fields);
            case "claim" -> new Claim(claims(fields), signature(fields, "claimAuthorizerSignature"));
            case "settle" ->
                new Settle(fields.value("receiver", Address::parse), fields.value("token", Address::parse));
            default ->
                throw new PaymentFormatException(
                        Reason.BATCH_PAYLOAD_TYPE,
                        "payload.type: expected deposit, voucher, refund, claim or settle, found another");
        };
    }

    private static Refund refund(JsonFields fields) throws PaymentFormatException {
        Optional<TokenAmount> amount =
                fields.optional("amount").isPresent() ? Optional.of(amount(fields, "amount")) : Optional.empty();
        boolean isOrdered = amount.isPresent()
                && fields.optional("refundNonce").isPresent()
                && fields.optional("claims").isPresent();
        Optional<RefundOrder> order = isOrdered
                ? Optional.of(new RefundOrder(
                        fields.uint256("refundNonce"),
                        claims(fields),
                        signature(fields, "refundAuthorizerSignature"),
                        signature(fields, "claimAuthorizerSignature")))
                : Optional.empty();
        return new Refund(channel(fields), voucher(fields), amount, order);
    }

    private static ChannelConfig channel(JsonFields fields) throws PaymentFormatException {
        return config(fields.object("channelConfig"));
    }

    private static ChannelConfig config(JsonFields fields) throws PaymentFormatException {
        BigInteger delay = fields.uint256("withdrawDelay");
        if (delay.bitLength() > 40) {
            throw fields.malformed("withdrawDelay", "expected seconds as uint40");
        }
        return new ChannelConfig(
                fields.value("payer", Address::parse),
                fields.value("payerAuthorizer", Address::parse),
                fields.value("receiver", Address::parse),
                fields.value("receiverAuthorizer", Address::parse),
                fields.value("token", Address::parse),
                delay.longValueExact(),
                fields.value("salt", Hash32::parse));
    }

    private static ChannelVoucher voucher(JsonFields fields) throws PaymentFormatException {
        return ChannelVoucher.parse(fields.object("voucher"));
    }

    private static List<ChannelClaim> claims(JsonFields fields) throws PaymentFormatException {
        JsonNode array = fields.required("claims");
        if (!array.isArray() || array.size() > MAX_CLAIMS) {
            throw fields.malformed("claims", "expected an array of at most " + MAX_CLAIMS + " claims");
        }
        List<ChannelClaim> claims = new ArrayList<>();
        for (JsonNode json : array) {
            JsonFields claim = JsonFields.of(json, "payload.claims", Reason.INVALID_PAYLOAD);
            JsonFields voucher = claim.object("voucher");
            claims.add(new ChannelClaim(
                    config(voucher.object("channel")),
                    amount(voucher, "maxClaimableAmount"),
                    claim.value("signature", Bytes::parse),
                    amount(claim, "totalClaimed")));
        }
        return claims;
    }

    private static Optional<Bytes> signature(JsonFields fields, String name) throws PaymentFormatException {
        return fields.optional(name).isPresent() ? Optional.of(fields.value(name, Bytes::parse)) : Optional.empty();
    }

    /** The contract counts in 128 bits. */
    static TokenAmount amount(JsonFields fields, String name) throws PaymentFormatException {
        TokenAmount amount = new TokenAmount(fields.uint256(name));
        if (!amount.fitsUint128()) {
            throw fields.malformed(name, "expected at most 2^128-1");
        }
        return amount;
    }
}
