package io.verigrad.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment to be reserved for one request.
 *
 * @param payTo the host's vault
 * @param host whose vault that is, where it is known
 * @param cap the most that may be charged, atomic units, below 2^128
 * @param enclaveKey the runner that may serve the request
 * @param deadline when a reservation that was not served lapses, and by which a served one should be settled
 */
public record NewReservation(
        Hash32 paymentId,
        Hash32 requestHash,
        Address payer,
        Address asset,
        Address payTo,
        Optional<Address> host,
        TokenAmount cap,
        Address enclaveKey,
        Authorization authorization,
        Instant deadline,
        Limits limits) {
    public NewReservation {
        if (!cap.fitsUint128()) {
            throw new IllegalArgumentException("expected a cap below 2^128, found " + cap);
        }
    }
}
