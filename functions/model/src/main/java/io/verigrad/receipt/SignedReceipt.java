package io.verigrad.receipt;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.Optional;

/**
 * A receipt as it travels: with the domain it was signed for and the offer it names. The domain is a claim of whoever
 * sent it: compare it with the one you expect before you believe the receipt.
 */
public record SignedReceipt(TypedDataDomain domain, Receipt receipt, Signature signature, SignedOffer offer) {
    public static SignedReceipt sign(Receipt receipt, TypedDataDomain domain, SignedOffer offer, PrivateKey key) {
        return new SignedReceipt(domain, receipt, key.sign(receipt.id(domain)), offer);
    }

    @JsonIgnore
    public Hash32 id() {
        return receipt.id(domain);
    }

    /** The key that signed this receipt for its domain. */
    @JsonIgnore
    public Optional<Address> signer() {
        return Secp256k1.recover(id(), signature);
    }
}
