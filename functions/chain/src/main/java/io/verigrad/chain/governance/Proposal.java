package io.verigrad.chain.governance;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint8;

/**
 * Calls that the timelock makes if holders agree, and the call data that takes them there.
 *
 * @param description what voters read; part of what they vote on
 */
public record Proposal(List<Action> actions, String description) {
    /** One call of the timelock. */
    public record Action(Address target, Bytes data) {}

    public Proposal {
        actions = List.copyOf(actions);
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("expected a proposal to do something");
        }
    }

    /** The governor's number for it: a hash of actions and description. */
    public BigInteger id() {
        Bytes encoded = Bytes.parse("0x" + FunctionEncoder.encodeConstructor(parameters(descriptionHash())));
        return new BigInteger(1, Keccak256.hash(encoded.toArray()).toArray());
    }

    /** {@code propose}, for somebody with enough votes. */
    public Bytes propose() {
        return encode("propose", parameters(new Utf8String(description)));
    }

    /** {@code castVote}. */
    public Bytes castVote(Vote vote) {
        return encode("castVote", List.of(new Uint256(id()), new Uint8(vote.ordinal())));
    }

    /** {@code queue}, for anybody once it succeeded. */
    public Bytes queue() {
        return encode("queue", parameters(descriptionHash()));
    }

    /** {@code execute}, for anybody once the timelock's delay is over. */
    public Bytes execute() {
        return encode("execute", parameters(descriptionHash()));
    }

    @SuppressWarnings("rawtypes") // Function takes its parameters raw
    private List<Type> parameters(Type description) {
        return List.of(
                new DynamicArray<>(
                        org.web3j.abi.datatypes.Address.class,
                        actions.stream()
                                .map(action -> new org.web3j.abi.datatypes.Address(
                                        action.target().toString()))
                                .toList()),
                new DynamicArray<>(Uint256.class, Collections.nCopies(actions.size(), Uint256.DEFAULT)),
                new DynamicArray<>(
                        DynamicBytes.class,
                        actions.stream()
                                .map(action -> new DynamicBytes(action.data().toArray()))
                                .toList()),
                description);
    }

    private Bytes32 descriptionHash() {
        Hash32 hash = Keccak256.hash(description.getBytes(StandardCharsets.UTF_8));
        return new Bytes32(hash.toArray());
    }

    @SuppressWarnings("rawtypes") // Function takes its parameters raw
    private static Bytes encode(String name, List<Type> parameters) {
        return Bytes.parse(FunctionEncoder.encode(new Function(name, parameters, List.of())));
    }
}
