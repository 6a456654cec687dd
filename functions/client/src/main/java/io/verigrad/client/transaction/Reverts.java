package io.verigrad.client.transaction;

import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a contract says when it refuses: the names of the errors that people meet. */
final class Reverts {
    private static final Map<Bytes, String> NAMES = Stream.of(
                    "ERC20InsufficientBalance(address,uint256,uint256)",
                    "ERC20InsufficientAllowance(address,uint256,uint256)",
                    "ValidatorStakingZeroAmount()",
                    "ValidatorStakingBadValidator()",
                    "ValidatorStakingTooManyValidators(address)",
                    "ValidatorStakingNotEnoughShares(uint256,uint256)",
                    "ValidatorStakingNotYours(uint256,address)",
                    "ValidatorStakingStillThawing(uint256,uint48)",
                    "ModelRegistryBadName(uint256)",
                    "ModelRegistryKnownModel(bytes32)",
                    "ModelRegistryUnknownModel(bytes32)",
                    "ModelRegistryNotOwner(bytes32,address)",
                    "ModelRegistryBadDigest(bytes32)",
                    "ModelRegistryKnownDigest(bytes32,bytes32)",
                    "ModelRegistryDeprecated(bytes32,uint32)",
                    "ModelRegistryBadHost()",
                    "ModelRegistryBadAssurance(uint8)",
                    "GovernorNonexistentProposal(uint256)",
                    "GovernorAlreadyCastVote(address)",
                    "GovernorInvalidVoteType()",
                    "GovernorUnexpectedProposalState(uint256,uint8,bytes32)")
            .collect(Collectors.toUnmodifiableMap(Abi::selector, Function.identity()));
    private static final Bytes TEXT = Abi.selector("Error(string)");

    private Reverts() {}

    /** A line for people. */
    static String of(Bytes data) {
        if (data.size() < 4) {
            return "the contract refuses it and gives no reason";
        }
        Bytes selector = data.slice(0, 4);
        if (selector.equals(TEXT) && data.size() >= 68) {
            Bytes rest = data.slice(4, data.size());
            int size = Math.min(Abi.number(rest, 1).intValue(), rest.size() - 64);
            return "the contract refuses it: "
                    + new String(rest.slice(64, 64 + Math.clamp(size, 0, 200)).toArray(), StandardCharsets.UTF_8)
                            .replaceAll("\\p{Cntrl}", " ");
        }
        return "the contract refuses it: "
                + List.of(NAMES.getOrDefault(selector, "error " + selector).split("\\("))
                        .getFirst();
    }
}
