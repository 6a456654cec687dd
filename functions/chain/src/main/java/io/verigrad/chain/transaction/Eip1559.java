package io.verigrad.chain.transaction;

import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.util.Arrays;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.transaction.type.Transaction1559;

/** The byte form of transactions of type 2 (EIP-1559). */
final class Eip1559 {
    private Eip1559() {}

    static SignedTransaction sign(
            ChainId chain, TransactionRequest request, long nonce, Fees fees, TransactionSigner signer) {
        RawTransaction unsigned = RawTransaction.createTransaction(
                chain.value(),
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(request.gasLimit()),
                request.to().toString(),
                request.value(),
                request.data().toString(),
                fees.maxPriorityFeePerGas(),
                fees.maxFeePerGas());
        return sign(unsigned, request.to(), nonce, fees, signer);
    }

    /** The same transaction but for its fees. */
    static SignedTransaction reprice(SignedTransaction transaction, Fees fees, TransactionSigner signer) {
        if (!signer.address().equals(transaction.from())) {
            throw new IllegalArgumentException(
                    "expected the signer of " + transaction.from() + ", found that of " + signer.address());
        }
        if (!(parse(transaction.raw()) instanceof SignedRawTransaction parsed)
                || !(parsed.getTransaction() instanceof Transaction1559 old)) {
            throw new IllegalArgumentException("expected a signed transaction of type 2");
        }
        RawTransaction unsigned = RawTransaction.createTransaction(
                old.getChainId(),
                old.getNonce(),
                old.getGasLimit(),
                old.getTo(),
                old.getValue(),
                old.getData(),
                fees.maxPriorityFeePerGas(),
                fees.maxFeePerGas());
        return sign(unsigned, transaction.to(), transaction.nonce(), fees, signer);
    }

    private static SignedTransaction sign(
            RawTransaction unsigned, Address to, long nonce, Fees fees, TransactionSigner signer) {
        Hash32 digest = Keccak256.hash(TransactionEncoder.encode(unsigned));
        Signature signature = signer.sign(digest);
        // A key service that signs with another key would spend that key's nonce.
        if (Secp256k1.recover(digest, signature)
                .filter(signer.address()::equals)
                .isEmpty()) {
            throw new IllegalStateException("the signer of " + signer.address() + " signed with another key");
        }
        Bytes raw = Bytes.of(TransactionEncoder.encode(unsigned, parts(signature)));
        return new SignedTransaction(signer.address(), nonce, Keccak256.hash(raw.toArray()), raw, to, fees);
    }

    static SignedTransaction decode(Bytes raw) {
        if (raw.size() == 0 || raw.toArray()[0] != 2) {
            throw new IllegalArgumentException("expected a transaction of type 2");
        }
        if (!(parse(raw) instanceof SignedRawTransaction signed)
                || !(signed.getTransaction() instanceof Transaction1559 transaction)
                || !raw.equals(Bytes.of(TransactionEncoder.encode(signed, signed.getSignatureData())))) {
            throw new IllegalArgumentException("expected a signed transaction in its one encoding");
        }
        Hash32 digest = Keccak256.hash(TransactionEncoder.encode(signed));
        Address from = Secp256k1.recover(digest, signature(signed.getSignatureData()))
                .orElseThrow(() -> new IllegalArgumentException("expected a signature of a key"));
        return new SignedTransaction(
                from,
                transaction.getNonce().longValueExact(),
                Keccak256.hash(raw.toArray()),
                raw,
                Address.parse(transaction.getTo()),
                new Fees(transaction.getMaxFeePerGas(), transaction.getMaxPriorityFeePerGas()));
    }

    private static RawTransaction parse(Bytes raw) {
        try {
            return TransactionDecoder.decode(raw.toString());
        } catch (RuntimeException e) {
            // web3j throws several kinds for bytes that are not RLP or lack members.
            throw new IllegalArgumentException("expected a signed transaction, found " + raw.size() + " bytes", e);
        }
    }

    private static Sign.SignatureData parts(Signature signature) {
        byte[] bytes = signature.bytes().toArray();
        return new Sign.SignatureData(bytes[64], Arrays.copyOfRange(bytes, 0, 32), Arrays.copyOfRange(bytes, 32, 64));
    }

    private static Signature signature(Sign.SignatureData parts) {
        byte v = parts.getV()[parts.getV().length - 1];
        return new Signature(
                Bytes.concat(Bytes.of(parts.getR()), Bytes.of(parts.getS()), Bytes.of(v < 27 ? (byte) (v + 27) : v)));
    }
}
