package io.verigrad.settlement;

import io.verigrad.json.DecimalString;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;

/**
 * The body of {@code endorse-request}.
 *
 * @param requestId the contract's number for the request
 * @param host whose vault the receipt names
 * @param appraisedAt unix seconds, of the latest block
 */
record EndorseRequestRequest(
        @DecimalString long requestId,
        Address host,
        SignedReceipt receipt,
        @DecimalString long appraisedAt) {}
