package io.verigrad.attestation.x509;

import io.verigrad.attestation.Violation;
import java.time.Instant;
import java.util.List;

/**
 * What revocation lists say about a chain.
 *
 * @param violations none if every certificate that was asked for is known to be good
 * @param validUntil the earliest next update of a list that was used, {@link Instant#MAX} if none was
 */
public record RevocationCheck(List<Violation> violations, Instant validUntil) {
    /** Nothing was asked. */
    public static final RevocationCheck NONE = new RevocationCheck(List.of(), Instant.MAX);

    public RevocationCheck {
        violations = List.copyOf(violations);
    }
}
