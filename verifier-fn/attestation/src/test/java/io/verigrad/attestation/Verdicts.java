package io.verigrad.attestation;

import java.util.List;

/** Reads verdicts in tests. */
public final class Verdicts {
    private Verdicts() {}

    /** The codes of all violations, none if it is affirming. */
    public static List<String> codes(EnclaveVerdict verdict) {
        return switch (verdict) {
            case EnclaveVerdict.Affirming affirming -> List.of();
            case EnclaveVerdict.Contraindicated(List<Violation> violations) ->
                violations.stream().map(Violation::code).toList();
        };
    }
}
