package io.verigrad.chain.governance;

/** Where a proposal is, in the order of OpenZeppelin's {@code IGovernor.ProposalState}. */
public enum ProposalState {
    /** Voting has not begun. */
    PENDING,
    ACTIVE,
    CANCELED,
    /** Without a majority or without a quorum. */
    DEFEATED,
    /** Waits to be queued. */
    SUCCEEDED,
    /** Waits in the timelock. */
    QUEUED,
    EXPIRED,
    EXECUTED
}
