package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.channel.ChannelState;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Clock;

/** Pays by channels, as a payer whose own key signs everything. */
public final class ChannelSigner {
    private final PrivateKey payer;
    private final Clock clock;

    public ChannelSigner(PrivateKey payer, Clock clock) {
        this.payer = payer;
        this.clock = clock;
    }

    /** Pays for a call from a channel that holds enough. */
    public JsonNode voucher(ChannelConfig channel, TokenAmount maxClaimable, PaymentRequirements terms) {
        return payload("voucher", channel, maxClaimable, terms);
    }

    /** Asks for all that is left of a channel of which {@code charged} was earned. */
    public JsonNode refund(ChannelConfig channel, TokenAmount charged, PaymentRequirements terms) {
        return payload("refund", channel, charged, terms);
    }

    /**
     * Pays into a channel, and for a call.
     *
     * @param salt a number that was not used for this channel before
     */
    public JsonNode deposit(
            ChannelConfig channel,
            TokenAmount maxClaimable,
            TokenAmount amount,
            BigInteger salt,
            PaymentRequirements terms) {
        TypedDataDomain token = ExactEip3009.tokenDomain(terms)
                .orElseThrow(() -> new IllegalArgumentException("expected extra.name and extra.version"));
        BigInteger end = BigInteger.valueOf(clock.instant().getEpochSecond() + terms.maxTimeoutSeconds());
        ChannelDeposit.Authorization unsigned =
                new ChannelDeposit.Authorization(BigInteger.ZERO, end, salt, Bytes.of(new byte[0]));
        Hash32 digest = ChannelDeposit.digest(channel, channel.id(terms.network()), amount, unsigned, token);
        ObjectNode json = payload("deposit", channel, maxClaimable, terms);
        json.putObject("deposit")
                .put("amount", amount.toString())
                .putObject("authorization")
                .putObject("erc3009Authorization")
                .put("validAfter", "0")
                .put("validBefore", end.toString())
                .put("salt", new Hash32(word(salt)).toString())
                .put("signature", payer.sign(digest).toString());
        return json;
    }

    private ObjectNode payload(
            String type, ChannelConfig channel, TokenAmount maxClaimable, PaymentRequirements terms) {
        Hash32 id = channel.id(terms.network());
        ObjectNode json = WireJson.object().put("type", type);
        json.set("channelConfig", toJson(channel));
        json.putObject("voucher")
                .put("channelId", id.toString())
                .put("maxClaimableAmount", maxClaimable.toString())
                .put(
                        "signature",
                        payer.sign(ChannelContract.voucher(terms.network(), id, maxClaimable))
                                .toString());
        return json;
    }

    /** A channel as it stands in payloads. */
    public static JsonNode toJson(ChannelConfig channel) {
        return WireJson.object()
                .put("payer", channel.payer().toString())
                .put("payerAuthorizer", channel.payerAuthorizer().toString())
                .put("receiver", channel.receiver().toString())
                .put("receiverAuthorizer", channel.receiverAuthorizer().toString())
                .put("token", channel.token().toString())
                .put("withdrawDelay", channel.withdrawDelay())
                .put("salt", channel.salt().toString());
    }

    /** The state of a channel as it stands in answers. */
    public static ObjectNode toJson(Hash32 channelId, ChannelState state) {
        return WireJson.object()
                .put("channelId", channelId.toString())
                .put("balance", state.balance().toString())
                .put("totalClaimed", state.totalClaimed().toString())
                .put("withdrawRequestedAt", state.withdrawRequestedAt())
                .put("refundNonce", state.refundNonce().toString());
    }

    /**
     * The same, with what the receiver charged of it in all.
     *
     * @param charged claimed or not
     */
    public static ObjectNode toJson(Hash32 channelId, ChannelState state, TokenAmount charged) {
        return toJson(channelId, state).put("chargedCumulativeAmount", charged.toString());
    }

    private static Bytes word(BigInteger value) {
        return StructEncoder.untyped().uint(value).encoded();
    }
}
