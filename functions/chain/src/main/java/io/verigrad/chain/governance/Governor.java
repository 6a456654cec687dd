package io.verigrad.chain.governance;

import io.verigrad.chain.rpc.CallResult;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.util.Optional;

/** Views of the governor. */
public final class Governor {
    private static final Bytes STATE = Selector.of("state(uint256)");
    private static final BigInteger GAS = BigInteger.valueOf(1_000_000);

    private final Rpc rpc;
    private final Address governor;

    public Governor(Rpc rpc, Address governor) {
        this.rpc = rpc;
        this.governor = governor;
    }

    /** Where a proposal is, or empty if nobody made it. */
    public Optional<ProposalState> stateOf(Proposal proposal) throws ChainUnavailableException {
        Bytes argument = StructEncoder.untyped().uint(proposal.id()).encoded();
        return switch (rpc.call(Address.ZERO, governor, Bytes.concat(STATE, argument), GAS)) {
            case CallResult.Returned(Bytes answer) -> Optional.of(state(new Words("eth_call", answer).uint63(0)));
            case CallResult.Reverted(String reason, Bytes ignored)
            when reason.equals("GovernorNonexistentProposal") -> Optional.empty();
            case CallResult.Reverted(String reason, Bytes ignored) ->
                throw new ChainUnavailableException("eth_call", governor + " reverted: " + reason);
        };
    }

    private static ProposalState state(long code) throws ChainUnavailableException {
        if (code >= ProposalState.values().length) {
            throw new ChainUnavailableException("eth_call", "expected the state of a proposal, found " + code);
        }
        return ProposalState.values()[(int) code];
    }
}
