package io.verigrad.ledger;

import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What the payer signed and the chain will be shown. It never prints its signature.
 *
 * @param validAfter unix seconds, {@code uint256}
 * @param validBefore unix seconds, {@code uint256}
 * @param nonce of a payment by channel the channel's id
 * @param signature as the payer made it: 65 bytes of an account, any length of a contract wallet
 * @param place of a payment by channel, what all calls before it charged
 */
public record Authorization(
        Scheme scheme,
        BigInteger validAfter,
        BigInteger validBefore,
        Hash32 nonce,
        Bytes signature,
        Optional<TokenAmount> place) {
    private static final int MAX_SIGNATURE = 8192;
    private static final BigInteger FOR_EVER = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    public Authorization {
        if (place.isPresent() != (scheme == Scheme.CHANNEL)) {
            throw new IllegalArgumentException("expected a place of a payment by channel and of no other");
        }
        if (validAfter.signum() < 0
                || validBefore.signum() < 0
                || validAfter.max(validBefore).bitLength() > 256) {
            throw new IllegalArgumentException(
                    "expected times of 0 to 2^256-1, found " + validAfter + " and " + validBefore);
        }
        if (signature.size() > MAX_SIGNATURE) {
            throw new IllegalArgumentException(
                    "expected a signature of at most " + MAX_SIGNATURE + " bytes, found " + signature.size());
        }
    }

    /** One that is spent as a whole, by its nonce. */
    public Authorization(Scheme scheme, BigInteger validAfter, BigInteger validBefore, Hash32 nonce, Bytes signature) {
        this(scheme, validAfter, validBefore, nonce, signature, Optional.empty());
    }

    /**
     * The next call of a channel, which its payer never takes back.
     *
     * @param place what all calls before it charged
     * @param signature of the voucher, for that and the cap of the payment
     */
    public static Authorization ofChannel(Hash32 channelId, TokenAmount place, Bytes signature) {
        return new Authorization(Scheme.CHANNEL, BigInteger.ZERO, FOR_EVER, channelId, signature, Optional.of(place));
    }

    @Override
    public String toString() {
        return "Authorization[" + scheme + ", " + validAfter + " to " + validBefore + ", nonce " + nonce + ']';
    }
}
