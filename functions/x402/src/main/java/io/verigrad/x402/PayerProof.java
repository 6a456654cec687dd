package io.verigrad.x402;

import io.verigrad.crypto.Secp256k1;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;

/** How it can be known that the payer signed. */
public sealed interface PayerProof {
    /**
     * The payer's key signed. An account that has code as well (EIP-7702) may still refuse, which only the chain can
     * tell: tokens and Permit2 ask the code then.
     */
    record Key(Signature signature) implements PayerProof {}

    /** No key of the payer signed; if the payer is a contract, it can tell whether it did (ERC-1271). */
    record Wallet(Bytes signature) implements PayerProof {}

    /**
     * The payer is a contract that need not stand yet (ERC-6492).
     *
     * @param factory the contract that makes it
     * @param factoryCall what makes it
     * @param signature for the contract once it stands
     */
    record Counterfactual(Address factory, Bytes factoryCall, Bytes signature) implements PayerProof {}

    /** The signature that the chain is shown. */
    default Bytes onChain() {
        return switch (this) {
            case Key(Signature signature) -> signature.bytes();
            case Wallet(Bytes signature) -> signature;
            case Counterfactual(Address ignored, Bytes call, Bytes signature) -> signature;
        };
    }

    /** Reads a signature. The tokens refuse v of 0 or 1 and high s, so those are no signatures of a key. */
    static PayerProof of(Bytes signature, Hash32 digest, Address payer) {
        return Erc6492.unwrap(signature).<PayerProof>map(proof -> proof).orElseGet(() -> {
            try {
                Signature parsed = new Signature(signature);
                if (Secp256k1.recover(digest, parsed).filter(payer::equals).isPresent()) {
                    return new Key(parsed);
                }
            } catch (IllegalArgumentException notOfAKey) {
                // A contract may take any bytes.
            }
            return new Wallet(signature);
        });
    }
}
