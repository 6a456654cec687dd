package io.verigrad.x402;

import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.Optional;

/** What is paid into a channel, and what the payer signed for it. */
public record ChannelDeposit(TokenAmount amount, Optional<Authorization> authorization) {
    private static final TypeHash RECEIVE = TypeHash.of("ReceiveWithAuthorization(address from,address to,"
            + "uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    /**
     * By EIP-3009 {@code receiveWithAuthorization}, whose receiver is the collector.
     *
     * @param validAfter unix seconds, {@code uint256}
     * @param validBefore unix seconds, {@code uint256}
     * @param salt makes the nonce, together with the channel
     */
    public record Authorization(BigInteger validAfter, BigInteger validBefore, BigInteger salt, Bytes signature) {
        static Authorization parse(JsonFields fields) throws PaymentFormatException {
            return new Authorization(
                    fields.uint256("validAfter"),
                    fields.uint256("validBefore"),
                    fields.uint256("salt"),
                    fields.value("signature", Bytes::parse));
        }

        /** It never prints its signature. */
        @Override
        public String toString() {
            return "Authorization[" + validAfter + " to " + validBefore + ']';
        }
    }

    static ChannelDeposit parse(JsonFields fields) throws PaymentFormatException {
        JsonFields authorization = fields.object("authorization");
        return new ChannelDeposit(
                ChannelPayload.amount(fields, "amount"),
                authorization.optional("erc3009Authorization").isPresent()
                        ? Optional.of(Authorization.parse(authorization.object("erc3009Authorization")))
                        : Optional.empty());
    }

    /** What the payer of a channel signs to pay into it. */
    static Hash32 digest(
            ChannelConfig channel, Hash32 channelId, TokenAmount amount, Authorization signed, TypedDataDomain token) {
        return token.digest(StructEncoder.of(RECEIVE)
                .address(channel.payer())
                .address(ChannelContract.ERC3009_COLLECTOR)
                .uint(amount)
                .uint(signed.validAfter())
                .uint(signed.validBefore())
                .bytes32(ChannelContract.depositNonce(channelId, signed.salt()))
                .hash());
    }
}
