package io.verigrad.chain;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;

/** A call that moves a payer's money as the payer signed it. */
public sealed interface PaymentTransfer
        permits TransferWithAuthorization, Permit2Transfer, PermittingTransfer, DeployingTransfer {
    /** The token. */
    Address asset();

    Address from();

    Address to();

    /** How much is moved. */
    TokenAmount value();

    /** The contract to call. */
    Address target();

    Bytes callData();
}
