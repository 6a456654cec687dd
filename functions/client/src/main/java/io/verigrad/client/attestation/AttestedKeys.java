package io.verigrad.client.attestation;

import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The keys of runners whose evidence was checked, pinned for as long as it is good. A runner is asked before its first use,
 * and once more when it answers with another key, as one that was started anew does. Safe for many threads.
 */
public final class AttestedKeys {
    private final EvidenceCheck check;
    private final BoundedHttp http;
    private final RandomGenerator random;
    private final Clock clock;
    private final Map<String, EvidenceOutcome.Accepted> pinned = new ConcurrentHashMap<>();

    /**
     * @param random makes the nonces; must be cryptographically secure outside of tests
     */
    public AttestedKeys(EvidenceCheck check, BoundedHttp http, RandomGenerator random, Clock clock) {
        this.check = check;
        this.http = http;
        this.random = random;
        this.clock = clock;
    }

    /** Whether a runner may be used. */
    public sealed interface Standing {
        /** Its evidence was accepted; it answers with this key until then. */
        record Attested(EvidenceOutcome.Accepted evidence) implements Standing {}

        /** Its evidence was not accepted, or there is none. */
        record Refused(String problem, Optional<EvidenceOutcome> outcome) implements Standing {}
    }

    /** What is known of the runner at {@code target}; asks it for evidence if nothing is. */
    public Standing of(URI target) {
        EvidenceOutcome.Accepted known = pinned.get(target.getRawAuthority());
        return known != null
                        && clock.instant()
                                .isBefore(Instant.ofEpochSecond(
                                        known.registration().validUntil()))
                ? new Standing.Attested(known)
                : askAgain(target);
    }

    /** Asks the runner for evidence whatever is known, and pins the key if it is good. */
    public Standing askAgain(URI target) {
        Hash32 nonce = freshNonce();
        Instant challengedAt = clock.instant();
        Evidence evidence;
        try {
            evidence = RunnerEvidence.fetch(http, target, nonce);
        } catch (IOException | EvidenceFormatException e) {
            return new Standing.Refused("no evidence: " + e.getMessage(), Optional.empty());
        }
        EvidenceOutcome outcome = check.check(evidence, nonce, challengedAt);
        if (outcome instanceof EvidenceOutcome.Accepted accepted) {
            pinned.put(target.getRawAuthority(), accepted);
            return new Standing.Attested(accepted);
        }
        pinned.remove(target.getRawAuthority());
        return new Standing.Refused(describe(outcome), Optional.of(outcome));
    }

    private static String describe(EvidenceOutcome outcome) {
        return switch (outcome) {
            case EvidenceOutcome.Accepted accepted -> "accepted " + accepted.measurementSet();
            case EvidenceOutcome.Malformed malformed -> "malformed: " + malformed.problem();
            case EvidenceOutcome.NotAuthentic refused -> "not authentic: " + refused.violations();
            case EvidenceOutcome.NotAcceptable refused -> "not acceptable: " + refused.violations();
            case EvidenceOutcome.Undecided undecided -> "undecided: " + undecided.problems();
        };
    }

    private Hash32 freshNonce() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Hash32.of(bytes);
    }
}
