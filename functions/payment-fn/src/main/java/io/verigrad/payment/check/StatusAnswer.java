package io.verigrad.payment.check;

import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Optional;

/**
 * Where a payment is on its way.
 *
 * @param state a state of the ledger, or UNKNOWN
 * @param settlement whether it is settled before its answer is given; absent if it is unknown
 * @param reasons why it was contraindicated or released
 * @param transaction the one that settles it, once it was broadcast
 */
public record StatusAnswer(
        Hash32 paymentId,
        String state,
        Optional<CheckAnswer.Settlement> settlement,
        List<String> reasons,
        Optional<Hash32> receiptId,
        Optional<Hash32> transaction) {}
