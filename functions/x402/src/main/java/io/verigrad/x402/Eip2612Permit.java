package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The payer's leave for Permit2 to take the token, signed instead of sent, so that the payer needs no ether: the extension
 * {@code eip2612GasSponsoring}. Only the token can tell whether the signature and the nonce are good.
 *
 * @param nonce the token's, of EIP-2612
 * @param deadline until when it is good, in seconds
 * @param signature 65 bytes
 */
public record Eip2612Permit(
        Address from,
        Address asset,
        Address spender,
        TokenAmount amount,
        BigInteger nonce,
        BigInteger deadline,
        Bytes signature) {
    /** The name of the extension. */
    public static final String EXTENSION = "eip2612GasSponsoring";

    private static final TypeHash TYPE =
            TypeHash.of("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    private static final int SIGNATURE = 65;

    /** Why a permit does not belong to a payment. */
    public record Mismatch(Reason reason, String message) {}

    /** The permit that comes with a payment, if there is one. */
    public static Optional<Eip2612Permit> of(PaymentPayload payment) throws PaymentFormatException {
        Optional<JsonNode> info = payment.extensions()
                .map(extensions -> extensions.path(EXTENSION).path("info"))
                // A server's offer of the extension, which the client sent back unused.
                .filter(found -> found.has("signature"));
        return info.isPresent() ? Optional.of(parse(info.get())) : Optional.empty();
    }

    static Eip2612Permit parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "extensions." + EXTENSION + ".info", Reason.EIP2612_FORMAT);
        Bytes signature = fields.value("signature", Bytes::parse, Reason.EIP2612_FORMAT);
        if (signature.size() != SIGNATURE) {
            throw fields.malformed("signature", "expected 65 bytes, found " + signature.size());
        }
        return new Eip2612Permit(
                fields.value("from", Address::parse, Reason.EIP2612_FORMAT),
                fields.value("asset", Address::parse, Reason.EIP2612_FORMAT),
                fields.value("spender", Address::parse, Reason.EIP2612_FORMAT),
                new TokenAmount(fields.uint256("amount")),
                fields.uint256("nonce"),
                fields.uint256("deadline"),
                signature);
    }

    /** Signs a permit for Permit2, as clients do whose payer let it take nothing yet. */
    public static Eip2612Permit sign(
            PrivateKey payer,
            Address asset,
            TypedDataDomain token,
            TokenAmount amount,
            BigInteger nonce,
            BigInteger deadline) {
        Hash32 struct = StructEncoder.of(TYPE)
                .address(payer.address())
                .address(Permit2.CONTRACT)
                .uint(amount)
                .uint(nonce)
                .uint(deadline)
                .hash();
        return new Eip2612Permit(
                payer.address(),
                asset,
                Permit2.CONTRACT,
                amount,
                nonce,
                deadline,
                payer.sign(token.digest(struct)).bytes());
    }

    /** Why this permit does not let Permit2 take what the payer signed, as far as that shows without a chain. */
    public Optional<Mismatch> mismatch(Permit2Authorization signed, Clock clock, Duration remaining) {
        if (!from.equals(signed.from())) {
            return Optional.of(new Mismatch(Reason.EIP2612_FROM_MISMATCH, expected("from", signed.from(), from)));
        }
        if (!asset.equals(signed.token())) {
            return Optional.of(new Mismatch(Reason.EIP2612_ASSET_MISMATCH, expected("asset", signed.token(), asset)));
        }
        if (!spender.equals(Permit2.CONTRACT)) {
            return Optional.of(
                    new Mismatch(Reason.EIP2612_SPENDER_NOT_PERMIT2, expected("spender", Permit2.CONTRACT, spender)));
        }
        // The proxy compares the two, and refuses all else.
        if (!amount.equals(signed.amount())) {
            return Optional.of(
                    new Mismatch(Reason.PERMIT2_2612_AMOUNT_MISMATCH, expected("amount", signed.amount(), amount)));
        }
        long needed = clock.instant().plus(remaining).getEpochSecond();
        return deadline.compareTo(BigInteger.valueOf(needed)) < 0
                ? Optional.of(new Mismatch(
                        Reason.EIP2612_DEADLINE_EXPIRED, expected("deadline", "at least " + needed, deadline)))
                : Optional.empty();
    }

    /** The extensions of a payment with this permit. */
    public JsonNode toExtensions() {
        ObjectNode extensions = WireJson.object();
        extensions
                .putObject(EXTENSION)
                .putObject("info")
                .put("from", from.toString())
                .put("asset", asset.toString())
                .put("spender", spender.toString())
                .put("amount", amount.toString())
                .put("nonce", nonce.toString())
                .put("deadline", deadline.toString())
                .put("signature", signature.toString())
                .put("version", "1");
        return extensions;
    }

    private static String expected(String member, Object expected, Object found) {
        return EXTENSION + '.' + member + ": expected " + expected + ", found " + found;
    }

    /** It never prints its signature. */
    @Override
    public String toString() {
        return "Eip2612Permit[" + amount + " of " + asset + " from " + from + ']';
    }
}
