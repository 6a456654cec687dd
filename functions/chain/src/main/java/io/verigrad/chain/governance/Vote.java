package io.verigrad.chain.governance;

/** What a holder says to a proposal, in the order of OpenZeppelin's {@code GovernorCountingSimple.VoteType}. */
public enum Vote {
    AGAINST,
    FOR,
    /** Counts for the quorum only. */
    ABSTAIN
}
