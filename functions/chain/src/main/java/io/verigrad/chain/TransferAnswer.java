package io.verigrad.chain;

import java.util.Optional;

/**
 * What the chain said about a transfer, all at the same time.
 *
 * @param parties what stands at the addresses, where that was asked
 * @param walletAccepts whether the payer's contract took the signature; false where it was not asked
 */
public record TransferAnswer(Optional<Parties> parties, boolean walletAccepts, TransferSimulation simulation) {
    /**
     * What stands at the addresses of a transfer.
     *
     * @param assetStands whether the token has code; a call of an address without code succeeds and moves nothing
     * @param payerHasCode whether the payer is a contract or an account with code (EIP-7702)
     * @param payeeIsVault whether a host's vault stands at the payee's address
     */
    public record Parties(boolean assetStands, boolean payerHasCode, boolean payeeIsVault) {}
}
