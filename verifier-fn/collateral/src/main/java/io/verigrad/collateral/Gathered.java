package io.verigrad.collateral;

import io.verigrad.attestation.Collateral;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was found for one piece of evidence. A verifier that misses something says so with its own reason; the problems tell
 * why it was not there.
 *
 * @param problems one for each item that could not be fetched when it should have been
 * @param digests of every content that is in the collateral, for the archive
 */
public record Gathered(Collateral collateral, List<Problem> problems, List<Hash32> digests) {
    public Gathered {
        problems = List.copyOf(problems);
        digests = List.copyOf(digests);
    }

    /** This and what was found besides. */
    Gathered and(Gathered more) {
        return new Gathered(
                new Collateral(
                        both(collateral.certificates(), more.collateral.certificates()),
                        both(collateral.revocationLists(), more.collateral.revocationLists()),
                        both(collateral.documents(), more.collateral.documents())),
                both(problems, more.problems),
                both(digests, more.digests));
    }

    private static <T> List<T> both(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /**
     * Why an item is missing, or old.
     *
     * @param older whether an answer of an earlier time was used instead
     */
    public record Problem(FetchException.Cause cause, String detail, boolean older) {}
}
