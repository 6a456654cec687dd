package io.verigrad.chain;

/**
 * What the chain said about a transfer, all at the same time.
 *
 * @param assetStands whether the token has code; a call of an address without code succeeds and moves nothing
 * @param payerHasCode whether the payer is a contract or an account with code (EIP-7702)
 * @param payeeIsVault whether a host's vault stands at the payee's address
 * @param walletAccepts whether the payer's contract took the signature; false where it was not asked
 */
public record TransferAnswer(
        boolean assetStands,
        boolean payerHasCode,
        boolean payeeIsVault,
        boolean walletAccepts,
        TransferSimulation simulation) {}
