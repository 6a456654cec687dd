package io.verigrad.verifier;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.software.SoftwareAttester;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.chain.Chain;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.verifier.enclave.Challenge;
import io.verigrad.verifier.enclave.EnclaveAppraisal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The enclave of the tests: it attests itself and has its key registered. */
record Enclave(SoftwareRoot root, Bytes measurement) {
    Evidence evidence(Challenge challenge) {
        Binding binding = new Binding(
                Keys.ENCLAVE.publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                Keys.MEASUREMENT,
                Keys.hash("models"),
                challenge.policyId());
        return new SoftwareAttester(root, Map.of(0, measurement), Clock.systemUTC(), new SecureRandom())
                .attest(challenge.blockHash(), challenge.nonce(), binding);
    }

    static TransactionReceipt register(EnclaveAppraisal appraisal, Challenge challenge, Chain chain) throws Exception {
        EnclaveRegistration registration = appraisal.registration().orElseThrow();
        Hash32 digest = TypedDataDomain.verigrad(challenge.chainId(), challenge.registry())
                .digest(registration.structHash());
        Bytes call = SettlementCalls.register(
                registration,
                Keys.ENCLAVE.sign(digest),
                List.of(new Endorsement(
                        appraisal.validator(), appraisal.signature().orElseThrow())));
        Transactions transactions = chain.transactions();
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(challenge.registry(), call, 1_000_000),
                transactions.pendingNonce(Keys.SETTLER.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(Keys.SETTLER));
        transactions.broadcast(signed);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() - deadline < 0) {
            Optional<TransactionReceipt> mined = transactions.receiptOf(signed.hash());
            if (mined.isPresent()) {
                return mined.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not mined in 30 s");
    }
}
