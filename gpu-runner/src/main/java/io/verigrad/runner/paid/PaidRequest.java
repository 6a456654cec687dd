package io.verigrad.runner.paid;

import io.verigrad.receipt.ContentHash;
import io.verigrad.tracing.CallerContext;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * A request for something that is paid, whatever API it came by.
 *
 * @param path as it was sent, without query
 * @param url the resource as consumers name it
 * @param body after content decoding
 * @param paymentV1 the header {@code X-PAYMENT}
 * @param paymentV2 the header {@code PAYMENT-SIGNATURE}
 * @param clientNonce the header {@code Verigrad-Client-Nonce}
 * @param minAssurance the header {@code Verigrad-Min-Assurance}
 * @param signIn the header {@code SIGN-IN-WITH-X}
 * @param dryRun the header {@code Verigrad-Dry-Run}
 * @param traceparent the header of that name (W3C Trace Context)
 * @param consumer whether anybody still waits for the answer
 */
public record PaidRequest(
        String method,
        String path,
        String url,
        byte[] body,
        Optional<String> paymentV1,
        Optional<String> paymentV2,
        Optional<String> clientNonce,
        Optional<String> minAssurance,
        Optional<String> signIn,
        Optional<String> dryRun,
        Optional<String> traceparent,
        Presence consumer) {
    /** The consumer's own span, if it told a good one. */
    Optional<CallerContext> caller() {
        return traceparent.flatMap(CallerContext::of);
    }

    Hash32 hash() {
        return ContentHash.request(method, path, body);
    }
}
