package io.verigrad.chain.channel;

import io.verigrad.chain.TransferSimulation;
import io.verigrad.chain.rpc.CallResult;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.RpcBatch;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.channel.ChannelContract;
import io.verigrad.channel.ChannelState;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Views of the channel contract, in the latest block. */
public final class Channels {
    private static final Bytes CHANNELS = Selector.of("channels(bytes32)");
    private static final Bytes WITHDRAWALS = Selector.of("pendingWithdrawals(bytes32)");
    private static final Bytes REFUND_NONCE = Selector.of("refundNonce(bytes32)");
    private static final Bytes RECEIVERS = Selector.of("receivers(address,address)");
    private static final Bytes BALANCE_OF = Selector.of("balanceOf(address)");
    private static final Bytes IS_VALID_SIGNATURE = Selector.of("isValidSignature(bytes32,bytes)");
    private static final Bytes ACCEPTED = Bytes.concat(IS_VALID_SIGNATURE, Bytes.of(new byte[28]));
    /** A wallet of a stranger may burn as much as it is given, and so may a token. */
    private static final BigInteger GAS = BigInteger.valueOf(600_000);

    private final Rpc rpc;

    public Channels(Rpc rpc) {
        this.rpc = rpc;
    }

    /** What a receiver has claimed and been paid of a token. */
    public record Takings(TokenAmount totalClaimed, TokenAmount totalSettled) {}

    public ChannelState state(Hash32 channelId) throws ChainUnavailableException {
        return states(List.of(channelId)).getFirst();
    }

    /** The states of channels, in their order and of one moment. */
    public List<ChannelState> states(List<Hash32> channelIds) throws ChainUnavailableException {
        RpcBatch batch = rpc.batch();
        List<StatePlaces> places =
                channelIds.stream().map(id -> StatePlaces.ask(batch, id)).toList();
        RpcBatch.Answers answers = batch.send();
        List<ChannelState> states = new ArrayList<>();
        for (StatePlaces place : places) {
            states.add(place.read(answers));
        }
        return states;
    }

    public Takings takings(Address receiver, Address token) throws ChainUnavailableException {
        Bytes arguments =
                StructEncoder.untyped().address(receiver).address(token).encoded();
        Words words = new Words("eth_call", rpc.view(ChannelContract.ADDRESS, Bytes.concat(RECEIVERS, arguments)));
        return new Takings(new TokenAmount(words.uint(0)), new TokenAmount(words.uint(1)));
    }

    /** Answers everything about a channel in one round trip. */
    public ChannelAnswer ask(ChannelQuestion question) throws ChainUnavailableException {
        RpcBatch batch = rpc.batch();
        StatePlaces state = StatePlaces.ask(batch, question.channelId());
        Bytes payer = StructEncoder.untyped().address(question.payer()).encoded();
        RpcBatch.Place balance = batch.call(Address.ZERO, question.token(), Bytes.concat(BALANCE_OF, payer), GAS);
        RpcBatch.Place code = batch.code(question.payer());
        Optional<RpcBatch.Place> wallet =
                question.wallet().map(signature -> batch.call(Address.ZERO, question.payer(), isValid(signature), GAS));
        Optional<RpcBatch.Place> call =
                question.call().map(data -> batch.call(question.sender(), ChannelContract.ADDRESS, data, GAS));
        RpcBatch.Answers answers = batch.send();
        return new ChannelAnswer(
                state.read(answers),
                new TokenAmount(
                        words(answers.callResult(balance), question.token()).uint(0)),
                answers.bytes(code).size() > 0,
                wallet.isPresent() && accepts(answers.callResult(wallet.get())),
                call.isPresent() ? simulation(answers.callResult(call.get())) : new TransferSimulation.Succeeds());
    }

    private record StatePlaces(RpcBatch.Place channel, RpcBatch.Place withdrawal, RpcBatch.Place nonce) {
        static StatePlaces ask(RpcBatch batch, Hash32 channelId) {
            return new StatePlaces(
                    batch.call(Address.ZERO, ChannelContract.ADDRESS, data(CHANNELS, channelId), GAS),
                    batch.call(Address.ZERO, ChannelContract.ADDRESS, data(WITHDRAWALS, channelId), GAS),
                    batch.call(Address.ZERO, ChannelContract.ADDRESS, data(REFUND_NONCE, channelId), GAS));
        }

        ChannelState read(RpcBatch.Answers answers) throws ChainUnavailableException {
            Words held = words(answers.callResult(channel), ChannelContract.ADDRESS);
            return new ChannelState(
                    new TokenAmount(held.uint(0)),
                    new TokenAmount(held.uint(1)),
                    words(answers.callResult(withdrawal), ChannelContract.ADDRESS)
                            .uint63(1),
                    words(answers.callResult(nonce), ChannelContract.ADDRESS).uint(0));
        }

        private static Bytes data(Bytes selector, Hash32 channelId) {
            return Bytes.concat(selector, channelId.bytes());
        }
    }

    private static Words words(CallResult result, Address contract) throws ChainUnavailableException {
        return switch (result) {
            case CallResult.Returned(Bytes data) -> new Words("eth_call", data);
            case CallResult.Reverted(String reason, Bytes ignored) ->
                throw new ChainUnavailableException("eth_call", contract + " reverted: " + reason);
        };
    }

    private static TransferSimulation simulation(CallResult result) {
        return switch (result) {
            case CallResult.Returned ignored -> new TransferSimulation.Succeeds();
            case CallResult.Reverted(String reason, Bytes ignored) -> new TransferSimulation.Reverts(reason);
        };
    }

    private static Bytes isValid(ChannelQuestion.WalletSignature signature) {
        Bytes content = signature.signature();
        Bytes head = StructEncoder.untyped()
                .bytes32(signature.digest())
                .uint(64)
                .uint(content.size())
                .encoded();
        Bytes padding = Bytes.of(new byte[(32 - content.size() % 32) % 32]);
        return Bytes.concat(IS_VALID_SIGNATURE, head, content, padding);
    }

    private static boolean accepts(CallResult result) {
        return result instanceof CallResult.Returned(Bytes data) && data.equals(ACCEPTED);
    }
}
