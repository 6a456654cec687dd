package io.verigrad.payment.facilitator;

import io.verigrad.chain.DeployingTransfer;
import io.verigrad.chain.PaymentTransfer;
import io.verigrad.chain.PermittingTransfer;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;

/**
 * What a transaction of ours calls.
 *
 * @param isAlike whether every such call of this contract burns about as much gas
 */
record Call(Address target, Bytes data, boolean isAlike) {
    /** @param isPlain whether a key of 65 bytes signed it: what a payer's contract burns differs from call to call */
    static Call of(PaymentTransfer transfer, boolean isPlain) {
        return new Call(
                transfer.target(),
                transfer.callData(),
                isPlain && !(transfer instanceof DeployingTransfer) && !(transfer instanceof PermittingTransfer));
    }

    /** Without the data, which holds signatures. */
    @Override
    public String toString() {
        return "Call[" + target + ']';
    }
}
