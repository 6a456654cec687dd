package io.verigrad.runner.paid;

import io.verigrad.receipt.Assurance;
import io.verigrad.value.Hash32;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a consumer asks for in Verigrad's own request headers. */
final class Demands {
    private Demands() {}

    /** The least assurance that the consumer takes; by name or number. */
    static Assurance minAssurance(PaidRequest request) throws RefusedException {
        Optional<String> wanted = request.minAssurance().map(String::strip);
        if (wanted.isEmpty()) {
            return Assurance.UNATTESTED;
        }
        List<Assurance> levels = Arrays.asList(Assurance.values());
        return levels.stream()
                .filter(level -> level.name().equals(wanted.get())
                        || Integer.toString(level.code()).equals(wanted.get()))
                .findFirst()
                .orElseThrow(() -> RefusedException.failed(
                        400, "invalid_header", "Verigrad-Min-Assurance: expected one of " + levels));
    }

    /** The nonce that the consumer bound its payment with, or zero. */
    static Hash32 clientNonce(PaidRequest request) throws RefusedException {
        if (request.clientNonce().isEmpty()) {
            return Hash32.ZERO;
        }
        try {
            Hash32 nonce = Hash32.parse(request.clientNonce().get().strip());
            if (!nonce.isZero()) {
                return nonce;
            }
        } catch (IllegalArgumentException e) {
            // Answered below: the text is the consumer's and is not repeated.
        }
        throw RefusedException.failed(
                400, "invalid_header", "Verigrad-Client-Nonce: expected 0x and 64 hex digits that are not all zero");
    }
}
