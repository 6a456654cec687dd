package io.verigrad.settlement;

import io.verigrad.json.DecimalString;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a runner signs when it has run a request of a contract, or does not.
 *
 * @param host whose vault the receipt names
 * @param answer the bytes that the receipt covers, in base64
 * @param declined why this runner does not answer, instead of all that; a stable code
 */
record ContractAnswerCall(
        @DecimalString long requestId,
        @Nullable Address host,
        @Nullable SignedReceipt receipt,
        @Nullable String answer,
        Optional<String> declined) {}
