package io.verigrad.receipt;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/**
 * The statement that closes the chain of one call: what was asked, what was answered, by which model in which runtime,
 * who paid whom how much for it.
 *
 * @param requestHash SHA-256 over method, path and body, see {@link ContentHash#request}
 * @param responseHash SHA-256 over the body, or the last link of the stream's hash chain
 * @param modelDigest SHA-256 of the canonical manifest of the model
 * @param parametersHash SHA-256 of the canonical sampling parameters and numerics class
 * @param runtimeDigest digest of the runtime image
 * @param offerHash struct hash of the {@link Offer} that named the price
 * @param paymentId see {@link PaymentId}
 * @param clientNonce what the client chose to bind its payment to this request, or zero
 * @param cap the most that the payer authorised, atomic units, {@code uint128}
 * @param charge what this call costs, at most {@code cap}
 * @param sequence position in this key's receipts, from 1 without gaps
 * @param issuedAt unix seconds
 */
public record Receipt(
        Hash32 requestHash,
        Hash32 responseHash,
        Hash32 modelDigest,
        Hash32 parametersHash,
        Hash32 runtimeDigest,
        Hash32 offerHash,
        Hash32 paymentId,
        Hash32 clientNonce,
        Address payer,
        Address payTo,
        Address asset,
        Address enclaveKey,
        TokenAmount cap,
        TokenAmount charge,
        @DecimalString long inputUnits,
        @DecimalString long outputUnits,
        @DecimalString long sequence,
        @DecimalString long issuedAt,
        Scheme scheme,
        Finish finish,
        Assurance assurance) {
    public static final TypeHash TYPE =
            TypeHash.of("Receipt(bytes32 requestHash,bytes32 responseHash,bytes32 modelDigest,bytes32 parametersHash,"
                    + "bytes32 runtimeDigest,bytes32 offerHash,bytes32 paymentId,bytes32 clientNonce,address payer,"
                    + "address payTo,address asset,address enclaveKey,uint128 cap,uint128 charge,uint64 inputUnits,"
                    + "uint64 outputUnits,uint64 sequence,uint64 issuedAt,uint8 scheme,uint8 finish,uint8 assurance)");

    public Receipt {
        if (!cap.fitsUint128() || charge.compareTo(cap) > 0) {
            throw new IllegalArgumentException(
                    "expected charge <= cap < 2^128, found charge " + charge + ", cap " + cap);
        }
        if (inputUnits < 0 || outputUnits < 0 || sequence < 0 || issuedAt < 0) {
            throw new IllegalArgumentException("expected units, sequence and issuedAt of 0 or more");
        }
        if (assurance.compareTo(Assurance.WEIGHTS_BOUND) > 0) {
            throw new IllegalArgumentException("expected a receipt of at most WEIGHTS_BOUND, found " + assurance);
        }
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .bytes32(requestHash)
                .bytes32(responseHash)
                .bytes32(modelDigest)
                .bytes32(parametersHash)
                .bytes32(runtimeDigest)
                .bytes32(offerHash)
                .bytes32(paymentId)
                .bytes32(clientNonce)
                .address(payer)
                .address(payTo)
                .address(asset)
                .address(enclaveKey)
                .uint(cap)
                .uint(charge)
                .uint(inputUnits)
                .uint(outputUnits)
                .uint(sequence)
                .uint(issuedAt)
                .uint(scheme.code())
                .uint(finish.code())
                .uint(assurance.code())
                .hash();
    }

    /** The receipt's id: its EIP-712 digest, so the same content elsewhere has another id. */
    public Hash32 id(TypedDataDomain domain) {
        return domain.digest(structHash());
    }
}
