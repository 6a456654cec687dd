package io.verigrad.x402;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * A payer's word that as much may be claimed of its channel in all.
 *
 * @param signature 65 bytes of a key, other lengths of contract wallets
 */
public record ChannelVoucher(Hash32 channelId, TokenAmount maxClaimable, Bytes signature) {
    static ChannelVoucher parse(JsonFields fields) throws PaymentFormatException {
        return new ChannelVoucher(
                fields.value("channelId", Hash32::parse),
                ChannelPayload.amount(fields, "maxClaimableAmount"),
                fields.value("signature", Bytes::parse));
    }

    /** Without the signature: who holds it can claim. */
    @Override
    public String toString() {
        return "ChannelVoucher[" + maxClaimable + " of " + channelId + ']';
    }
}
