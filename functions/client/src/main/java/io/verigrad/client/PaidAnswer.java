package io.verigrad.client;

import io.verigrad.value.Bytes;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.ProtocolVersion;
import io.verigrad.x402.SettleResponse;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What the headers of a server's answer say about a payment (x402 v2, HTTP transport). */
final class PaidAnswer {
    private PaidAnswer() {}

    /** A second 402 says why: in its offer if the payment was not good, in its settlement if it could not be settled. */
    static String whyRefused(HttpResponse<byte[]> answer) {
        Optional<String> settlement = settlement(answer).flatMap(SettleResponse::errorReason);
        if (settlement.isPresent()) {
            return Refusals.printable(settlement.get());
        }
        return Refusals.whyRefused(answer);
    }

    static Optional<SettleResponse> settlement(HttpResponse<byte[]> answer) {
        Optional<String> header = answer.headers().firstValue(ProtocolVersion.V2.responseHeader());
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SettleResponse.parse(PaymentHeader.decode(header.get())));
        } catch (PaymentFormatException e) {
            return Optional.empty();
        }
    }

    static Purchase refused(HttpResponse<byte[]> response, CallOutcome.Reason reason, String detail) {
        return new Purchase.Refused(response.statusCode(), reason, detail, Bytes.of(response.body()));
    }
}
