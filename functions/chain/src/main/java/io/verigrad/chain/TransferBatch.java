package io.verigrad.chain;

import io.verigrad.chain.rpc.CallResult;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.RpcBatch;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.util.Optional;

/** Asks the node everything about a transfer in one round trip. */
final class TransferBatch {
    private static final Bytes IS_VALID_SIGNATURE = Selector.of("isValidSignature(bytes32,bytes)");
    /** What a contract answers that accepts: the selector, and nothing but zeros behind it (ERC-1271). */
    private static final Bytes ACCEPTED = Bytes.concat(IS_VALID_SIGNATURE, Bytes.of(new byte[28]));
    /** A wallet of a stranger may burn as much as it is given. */
    private static final BigInteger WALLET_GAS = BigInteger.valueOf(400_000);
    /** What Settlement gives a payment. */
    private static final BigInteger TRANSFER_GAS = BigInteger.valueOf(400_000);
    /** The making of a wallet as well. */
    private static final BigInteger DEPLOY_GAS = BigInteger.valueOf(3_000_000);

    private final Rpc rpc;
    private final Address settlement;

    TransferBatch(Rpc rpc, Address settlement) {
        this.rpc = rpc;
        this.settlement = settlement;
    }

    TransferAnswer ask(TransferQuestion question) throws ChainUnavailableException {
        PaymentTransfer transfer = question.transfer();
        RpcBatch batch = rpc.batch();
        RpcBatch.Place simulation =
                batch.call(question.sender(), transfer.target(), transfer.callData(), gas(transfer));
        Optional<RpcBatch.Place> wallet = question.wallet()
                .map(signature -> batch.call(Address.ZERO, transfer.from(), isValid(signature), WALLET_GAS));
        Optional<PartyPlaces> parties = question.aboutParties()
                ? Optional.of(new PartyPlaces(
                        batch.code(transfer.asset()), batch.code(transfer.from()), batch.code(transfer.to())))
                : Optional.empty();
        RpcBatch.Answers answers = batch.send();
        return new TransferAnswer(
                parties.isPresent() ? Optional.of(parties(answers, parties.get())) : Optional.empty(),
                wallet.isPresent() && accepts(answers.callResult(wallet.get())),
                Tokens.simulation(answers.callResult(simulation)));
    }

    private record PartyPlaces(RpcBatch.Place asset, RpcBatch.Place payer, RpcBatch.Place payee) {}

    private TransferAnswer.Parties parties(RpcBatch.Answers answers, PartyPlaces places)
            throws ChainUnavailableException {
        return new TransferAnswer.Parties(
                answers.bytes(places.asset()).size() > 0,
                answers.bytes(places.payer()).size() > 0,
                answers.bytes(places.payee()).equals(VaultCode.of(settlement)));
    }

    private static BigInteger gas(PaymentTransfer transfer) {
        return transfer instanceof DeployingTransfer ? DEPLOY_GAS : TRANSFER_GAS;
    }

    private static Bytes isValid(TransferQuestion.WalletSignature signature) {
        Bytes head =
                StructEncoder.untyped().bytes32(signature.digest()).uint(64).encoded();
        return Bytes.concat(IS_VALID_SIGNATURE, head, DynamicData.encode(signature.signature()));
    }

    private static boolean accepts(CallResult result) {
        return result instanceof CallResult.Returned(Bytes data) && data.equals(ACCEPTED);
    }
}
