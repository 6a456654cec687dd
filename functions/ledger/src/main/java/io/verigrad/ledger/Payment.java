package io.verigrad.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A payment as the ledger knows it.
 *
 * @param charge what the receipt charges; empty before it is SERVED
 * @param reasons why it was CONTRAINDICATED or RELEASED, or why it is still SERVED, as stable codes
 * @param transaction the transaction that settles it, empty until that was sent
 */
public record Payment(
        Hash32 paymentId,
        PaymentState state,
        Hash32 requestHash,
        Address payer,
        Address asset,
        Address payTo,
        Optional<Address> host,
        TokenAmount cap,
        Optional<TokenAmount> charge,
        Address enclaveKey,
        Authorization authorization,
        Instant deadline,
        SettlementMode settlement,
        Optional<Hash32> receiptId,
        List<String> reasons,
        Optional<Hash32> transaction) {
    public Payment {
        reasons = List.copyOf(reasons);
    }
}
