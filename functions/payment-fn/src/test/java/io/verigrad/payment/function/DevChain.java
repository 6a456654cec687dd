package io.verigrad.payment.function;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.verigrad.chain.Chain;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.AnvilBinary;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.devnet.DevnetGenesis;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An anvil with our contracts and registered runners behind a {@link Gate}, as the chain of the function under test. */
public final class DevChain implements QuarkusTestResourceLifecycleManager {
    private static final Hash32 MEASUREMENTS = Keys.hash("measurements");

    private @Nullable Anvil anvil;
    private @Nullable Gate gate;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("payment-fn");
            Anvil started = Anvil.start(AnvilBinary.find(), directory, OptionalInt.empty());
            anvil = started;
            Gate opened = Gate.open(started.rpcUrl());
            gate = opened;
            DevnetContracts contracts = DevnetContracts.deploy(started.rpcUrl(), genesis());
            try (Chain chain = Chain.connect(contracts.config(started.rpcUrl()))) {
                prepare(chain);
                DevWallets.place(started.rpcUrl());
            }
            String keyFiles = String.join(
                    ",",
                    keyFile(directory, "first", Keys.FACILITATOR),
                    keyFile(directory, "second", Keys.OTHER_FACILITATOR),
                    keyFile(directory, "third", Keys.DRY_FACILITATOR));
            Map<String, String> settings = new HashMap<>(Map.of(
                    "verigrad.payment.exposure-caps.\"" + Keys.UNTRUSTED.address() + '"',
                    "0",
                    "verigrad.chain.rpc-url",
                    opened.url().toString(),
                    "verigrad.chain.settlement",
                    contracts.settlement().toString(),
                    "verigrad.chain.enclave-registry",
                    contracts.enclaveRegistry().toString(),
                    "verigrad.payment.key-file",
                    keyFiles,
                    "verigrad.payment.exposure-cap",
                    "1000000",
                    "verigrad.payment.assets.USDC.address",
                    contracts.usdc().toString(),
                    "verigrad.payment.assets.USDC.name",
                    "USDC",
                    "verigrad.payment.assets.USDC.version",
                    "2"));
            settings.put("verigrad.payment.receipt-wait", "PT15S");
            settings.put("verigrad.payment.wallet-factories", DevWallets.FACTORY.toString());
            settings.put("verigrad.payment.requests-per-client", "5000");
            settings.put("verigrad.payment.settle.at-once", "10");
            settings.put("verigrad.payment.settle.open-per-party", "8");
            return settings;
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("the chain does not start", e);
        }
    }

    @Override
    public void stop() {
        if (gate != null) {
            gate.close();
        }
        if (anvil != null) {
            anvil.close();
        }
    }

    private static String keyFile(Path directory, String name, PrivateKey key) throws IOException {
        return Files.writeString(directory.resolve(name), key.secret() + "\n").toString();
    }

    private static DevnetGenesis genesis() {
        return new DevnetGenesis(
                Keys.ADMIN.address(),
                Map.of(Keys.VALIDATOR.address(), 1L),
                List.of(MEASUREMENTS),
                Keys.key("treasury").address(),
                Map.of(Keys.POOR.address(), TokenAmount.of(5_000)),
                List.of(Keys.FACILITATOR.address(), Keys.OTHER_FACILITATOR.address()));
    }

    private static void prepare(Chain chain) throws Exception {
        for (PrivateKey enclave : List.of(Keys.ENCLAVE, Keys.OTHER_ENCLAVE, Keys.REVOKED_ENCLAVE)) {
            send(chain, chain.config().enclaveRegistry(), register(chain, enclave));
        }
        Bytes revoked =
                StructEncoder.untyped().address(Keys.REVOKED_ENCLAVE.address()).encoded();
        send(chain, chain.config().enclaveRegistry(), Bytes.concat(Selector.of("revoke(address)"), revoked));
    }

    private static Bytes register(Chain chain, PrivateKey enclave) throws Exception {
        long now = chain.latestBlock().timestamp();
        EnclaveRegistration registration = new EnclaveRegistration(
                enclave.address(),
                MEASUREMENTS,
                Keys.hash("evidence"),
                Keys.hash("policy"),
                Keys.key("operator").address(),
                Assurance.UNATTESTED,
                now - 600,
                now + 86_400);
        Hash32 digest = TypedDataDomain.verigrad(
                        new ChainId(Anvil.CHAIN_ID), chain.config().enclaveRegistry())
                .digest(registration.structHash());
        return SettlementCalls.register(
                registration,
                enclave.sign(digest),
                List.of(new Endorsement(Keys.VALIDATOR.address(), Keys.VALIDATOR.sign(digest))));
    }

    /** Sends a call of the admin; anvil mines it at once. */
    static void send(Chain chain, Address to, Bytes data) throws Exception {
        send(chain, Keys.ADMIN, to, data);
    }

    /** Sends a call of somebody who has ether. */
    static void send(Chain chain, PrivateKey from, Address to, Bytes data) throws Exception {
        Transactions transactions = chain.transactions();
        if (!(transactions.estimateGas(from.address(), to, data) instanceof GasEstimate.Estimated(long gas))) {
            throw new IOException("the call would revert");
        }
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(to, data, gas),
                transactions.pendingNonce(from.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(from));
        transactions.broadcast(signed);
        while (transactions.receiptOf(signed.hash()).isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
