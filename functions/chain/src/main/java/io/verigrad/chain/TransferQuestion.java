package io.verigrad.chain;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * What is asked about a transfer before it is made.
 *
 * @param sender who would make it
 * @param aboutParties whether it is asked as well what stands at the addresses of token, payer and payee
 * @param wallet what the payer's contract is asked to accept
 */
public record TransferQuestion(
        PaymentTransfer transfer, Address sender, boolean aboutParties, Optional<WalletSignature> wallet) {
    /** A signature that only a contract can judge (ERC-1271). */
    public record WalletSignature(Hash32 digest, Bytes signature) {}
}
