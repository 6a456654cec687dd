package io.verigrad.chain.devnet;

import io.verigrad.chain.Chain;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.chain.settlement.SettlementBatch;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.settlement.SettlementItem;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An anvil with the contracts, and the keys of everybody in a test. */
final class TestChain implements AutoCloseable {
    private static final Random RANDOM = new Random(20260101);

    final PrivateKey guardian = key();
    final PrivateKey payer = key();
    final PrivateKey enclave = key();
    final PrivateKey settler = key();
    final List<PrivateKey> validators;
    final Address operator;
    final Address host = key().address();
    final Address treasury = key().address();
    final Hash32 measurementSet = Call.hash("measurements");
    final Anvil anvil;
    final DevnetContracts contracts;
    final Chain chain;

    TestChain(Path directory) throws Exception {
        this(directory, List.of(key(), key()), List.of(1L, 1L), key().address());
    }

    TestChain(Path directory, List<PrivateKey> validators, List<Long> weights, Address operator) throws Exception {
        this.validators = validators;
        this.operator = operator;
        anvil = Anvil.start(AnvilBinary.find(), directory, OptionalInt.empty());
        contracts = DevnetContracts.deploy(
                anvil.rpcUrl(),
                new DevnetGenesis(
                        guardian.address(),
                        IntStream.range(0, weights.size())
                                .boxed()
                                .collect(Collectors.toMap(
                                        index -> validators.get(index).address(), weights::get)),
                        List.of(measurementSet),
                        treasury,
                        Map.of(payer.address(), TokenAmount.of(1_000_000)),
                        List.of(settler.address())));
        chain = Chain.connect(contracts.config(anvil.rpcUrl()));
    }

    static PrivateKey key() {
        return PrivateKey.generate(RANDOM);
    }

    TypedDataDomain domain() {
        return TypedDataDomain.verigrad(new ChainId(Anvil.CHAIN_ID), contracts.settlement());
    }

    TransactionReceipt register(Assurance maxAssurance) throws Exception {
        return register(maxAssurance, validators);
    }

    TransactionReceipt register(Assurance maxAssurance, List<PrivateKey> signers) throws Exception {
        long now = chain.latestBlock().timestamp();
        EnclaveRegistration registration = new EnclaveRegistration(
                enclave.address(),
                measurementSet,
                Call.hash("evidence"),
                Call.hash("policy"),
                operator,
                maxAssurance,
                now - 60,
                now + 3600);
        Hash32 digest = TypedDataDomain.verigrad(new ChainId(Anvil.CHAIN_ID), contracts.enclaveRegistry())
                .digest(registration.structHash());
        return send(
                contracts.enclaveRegistry(),
                SettlementCalls.register(registration, enclave.sign(digest), endorsements(digest, signers)));
    }

    SettlementBatch batch(List<SettlementItem> items) throws Exception {
        List<Hash32> ids =
                items.stream().map(item -> item.receipt().id(domain())).toList();
        Appraisal appraisal = new Appraisal(
                MerkleTree.of(ids).root(),
                ids.size(),
                Call.hash("policy"),
                chain.latestBlock().timestamp());
        return new SettlementBatch(items, appraisal, endorsements(domain().digest(appraisal.structHash())));
    }

    TransactionReceipt send(Address to, Bytes data) throws Exception {
        Transactions transactions = chain.transactions();
        if (!(transactions.estimateGas(settler.address(), to, data) instanceof GasEstimate.Estimated(long gas))) {
            throw new AssertionError("the call would revert: " + transactions.estimateGas(settler.address(), to, data));
        }
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(to, data, gas),
                transactions.pendingNonce(settler.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(settler));
        transactions.broadcast(signed);
        return mined(signed.hash());
    }

    /** Waits for the block that holds a transaction; blocks come every second. */
    TransactionReceipt mined(Hash32 transaction) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() - deadline < 0) {
            Optional<TransactionReceipt> receipt = chain.transactions().receiptOf(transaction);
            if (receipt.isPresent()) {
                return receipt.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not mined in 30 s: " + transaction);
    }

    @Override
    public void close() {
        chain.close();
        anvil.close();
    }

    private List<Endorsement> endorsements(Hash32 digest) {
        return endorsements(digest, validators);
    }

    static List<Endorsement> endorsements(Hash32 digest, List<PrivateKey> signers) {
        return signers.stream()
                .map(validator -> new Endorsement(validator.address(), validator.sign(digest)))
                .toList();
    }
}
