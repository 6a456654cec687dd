package io.verigrad.client.command;

import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.Account;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * What the governor says of a proposal.
 *
 * @param against votes, base units of OPG, as the next two
 * @param snapshot unix seconds of the moment whose votes count
 * @param deadline unix seconds
 * @param power the account's own votes at the snapshot
 */
record Proposal(
        BigInteger id,
        String state,
        BigInteger against,
        BigInteger inFavour,
        BigInteger abstain,
        long snapshot,
        long deadline,
        BigInteger power,
        boolean voted) {
    private static final List<String> STATES =
            List.of("PENDING", "ACTIVE", "CANCELED", "DEFEATED", "SUCCEEDED", "QUEUED", "EXPIRED", "EXECUTED");

    static Proposal of(Account account, Address governor, BigInteger id)
            throws CommandFailure, RegistryUnavailableException {
        BigInteger snapshot = number(account, governor, "proposalSnapshot(uint256)", id);
        if (snapshot.signum() == 0) {
            throw new CommandFailure(ExitCode.REFUSED, "the governor knows no proposal " + id);
        }
        int state = number(account, governor, "state(uint256)", id).intValue();
        Bytes votes = account.view(
                governor, Abi.call("proposalVotes(uint256)", Abi.words().uint(id)));
        Bytes own = account.view(
                governor,
                Abi.call("hasVoted(uint256,address)", Abi.words().uint(id).address(account.address())));
        return new Proposal(
                id,
                state < STATES.size() ? STATES.get(state) : "UNKNOWN",
                Abi.number(votes, 0),
                Abi.number(votes, 1),
                Abi.number(votes, 2),
                snapshot.longValue(),
                number(account, governor, "proposalDeadline(uint256)", id).longValue(),
                power(account, governor, snapshot, state),
                Abi.number(own, 0).signum() != 0);
    }

    /** The governor refuses to look into the future, where a pending proposal's snapshot lies. */
    private static BigInteger power(Account account, Address governor, BigInteger snapshot, int state)
            throws RegistryUnavailableException {
        if (state == STATES.indexOf("PENDING")) {
            return BigInteger.ZERO;
        }
        Bytes answer = account.view(
                governor,
                Abi.call(
                        "getVotes(address,uint256)",
                        Abi.words().address(account.address()).uint(snapshot)));
        return Abi.number(answer, 0);
    }

    private static BigInteger number(Account account, Address governor, String function, BigInteger id)
            throws RegistryUnavailableException {
        return Abi.number(account.view(governor, Abi.call(function, Abi.words().uint(id))), 0);
    }

    String print(boolean json) {
        return new TransactionReport()
                .with("proposal", id)
                .with("state", state)
                .with("for", inFavour)
                .with("against", against)
                .with("abstain", abstain)
                .with("snapshot", Instant.ofEpochSecond(snapshot))
                .with("deadline", Instant.ofEpochSecond(deadline))
                .with("power", power)
                .with("voted", voted)
                .print(json);
    }
}
