package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settler's surroundings, as the tests see and steer them; one for all tests of a start. */
final class World {
    private static final ChainId CHAIN_ID = new ChainId(Anvil.CHAIN_ID);

    /** The chain without the proxy. */
    final Chain chain;

    final RpcProxy proxy;
    final List<LoopbackValidator> validators;
    final Address vault;

    private World(Config config) throws Exception {
        URI anvil = config.getValue("test.anvil", URI.class);
        chain = Chain.connect(new ChainConfig(
                anvil,
                CHAIN_ID,
                Address.parse(config.getValue("verigrad.chain.settlement", String.class)),
                Address.parse(config.getValue("verigrad.chain.enclave-registry", String.class)),
                Duration.ofSeconds(10)));
        proxy = new RpcProxy(config.getValue("verigrad.chain.rpc-url", URI.class), anvil);
        List<URI> urls = List.of(config.getValue("verigrad.settlement.validators", URI[].class));
        validators = IntStream.range(0, urls.size())
                .mapToObj(i -> new LoopbackValidator(
                        urls.get(i),
                        Keys.VALIDATORS.get(i),
                        domain(),
                        TypedDataDomain.verigrad(
                                CHAIN_ID, Address.parse(config.getValue("verigrad.chain.disputes", String.class)))))
                .toList();
        vault = chain.vaultOf(Keys.HOST);
    }

    static World get() {
        return Holder.WORLD;
    }

    TypedDataDomain domain() {
        return TypedDataDomain.verigrad(CHAIN_ID, chain.config().settlement());
    }

    /** Everything works again, whatever a test broke. */
    void heal() {
        proxy.sends = RpcProxy.Sends.PASS;
        validators.forEach(validator -> {
            validator.down = false;
            validator.stalls = false;
            validator.together = new CountDownLatch(0);
            validator.asked.set(false);
            validator.refuses.clear();
            validator.judges.clear();
        });
    }

    RegisterCall registration(PrivateKey enclave) throws Exception {
        return registration(enclave, Keys.OPERATOR);
    }

    RegisterCall registration(PrivateKey enclave, Address operator) throws Exception {
        long now = chain.latestBlock().timestamp();
        EnclaveRegistration registration = new EnclaveRegistration(
                enclave.address(),
                Keys.MEASUREMENTS,
                Keys.hash("evidence"),
                Keys.hash("policy"),
                operator,
                Assurance.UNATTESTED,
                now - 60,
                now + 36_000);
        Hash32 digest = TypedDataDomain.verigrad(CHAIN_ID, chain.config().enclaveRegistry())
                .digest(registration.structHash());
        return new RegisterCall(
                registration,
                enclave.sign(digest),
                Keys.VALIDATORS.stream()
                        .map(validator -> new Endorsement(validator.address(), validator.sign(digest)))
                        .toList());
    }

    TokenAmount balance(Address owner) throws Exception {
        return chain.balanceOf(DevnetContracts.USDC, owner);
    }

    /** The devnet's USDC lets anybody make money. */
    void mint(Address to, long amount) throws Exception {
        Bytes mint = Bytes.parse("0x40c10f19");
        Bytes data = Bytes.concat(
                mint, StructEncoder.untyped().address(to).uint(amount).encoded());
        send(Keys.STRANGER, DevnetContracts.USDC, data);
    }

    /** The deployer, an account that every EVM tool knows, hands out what OPG it holds. */
    void giveOpg(Address opg, Address to, BigInteger amount) throws Exception {
        PrivateKey deployer = PrivateKey.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        rpc("anvil_setBalance", '"' + deployer.address().toString() + "\",\"0xde0b6b3a7640000\"");
        send(
                deployer,
                opg,
                Bytes.concat(
                        Selector.of("transfer(address,uint256)"),
                        StructEncoder.untyped().address(to).uint(amount).encoded()));
    }

    /** The payer lets Permit2 take all its tokens. */
    void allowPermit2() throws Exception {
        allowPermit2(Long.MAX_VALUE);
    }

    void allowPermit2(long amount) throws Exception {
        rpc("anvil_setBalance", '"' + Keys.PAYER.address().toString() + "\",\"0xde0b6b3a7640000\"");
        Bytes approve = Bytes.parse("0x095ea7b3");
        Bytes data = Bytes.concat(
                approve,
                StructEncoder.untyped()
                        .address(PaymentId.PERMIT2_CONTRACT)
                        .uint(amount)
                        .encoded());
        send(Keys.PAYER, DevnetContracts.USDC, data);
    }

    /** Makes blocks. */
    void mine(int blocks) throws IOException {
        rpc("anvil_mine", "\"0x" + Integer.toHexString(blocks) + '"');
    }

    /** Sends a transaction, which its block takes in while every call of this contract reverts. */
    void sendToBroken(Address contract, RawTransaction transaction) throws Exception {
        String code = rpc("eth_getCode", '"' + contract.toString() + "\",\"latest\"")
                .replaceAll(".*\"result\":\"(0x[0-9a-f]*)\".*", "$1")
                .strip();
        rpc("anvil_setCode", '"' + contract.toString() + "\",\"0x5f5ffd\"");
        try {
            rpc("eth_sendRawTransaction", '"' + transaction.raw().toString() + '"');
            for (int i = 0;
                    i < 20 && chain.transactions().receiptOf(transaction.hash()).isEmpty();
                    i++) {
                mine(1);
            }
        } finally {
            rpc("anvil_setCode", '"' + contract.toString() + "\",\"" + code + '"');
        }
    }

    /** The next block costs far more than what was offered before. */
    void raiseBaseFee() throws IOException {
        rpc("anvil_setNextBlockBaseFeePerGas", "\"0x" + Long.toHexString(15_000_000_000L) + '"');
    }

    /** Remembers the chain as it is. */
    String snapshot() throws IOException {
        String answer = rpc("evm_snapshot", "");
        return answer.replaceAll(".*\"result\":\"(0x[0-9a-f]+)\".*", "$1");
    }

    /** Undoes every block since a snapshot. */
    void revert(String snapshot) throws IOException {
        rpc("evm_revert", '"' + snapshot + '"');
    }

    TransactionReceipt send(PrivateKey from, Address to, Bytes data) throws Exception {
        Transactions transactions = chain.transactions();
        GasEstimate gas = transactions.estimateGas(from.address(), to, data);
        if (!(gas instanceof GasEstimate.Estimated(long limit))) {
            throw new AssertionError("the call would revert: " + gas);
        }
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(to, data, limit),
                transactions.pendingNonce(from.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(from));
        transactions.broadcast(signed);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() - deadline < 0) {
            Optional<TransactionReceipt> receipt = transactions.receiptOf(signed.hash());
            if (receipt.isPresent()) {
                return receipt.get();
            }
        }
        throw new AssertionError("not mined in 30 s: " + signed.hash());
    }

    /** Puts a contract on the chain; where it is. */
    Address create(Bytes code) throws Exception {
        Address from = Keys.STRANGER.address();
        rpc("anvil_impersonateAccount", '"' + from.toString() + '"');
        long nonce = chain.transactions().minedNonce(from);
        rpc("eth_sendTransaction", "{\"from\":\"" + from + "\",\"gas\":\"0x4c4b40\",\"data\":\"" + code + "\"}");
        rpc("anvil_stopImpersonatingAccount", '"' + from.toString() + '"');
        return Address.parse(
                org.web3j.crypto.ContractUtils.generateContractAddress(from.toString(), BigInteger.valueOf(nonce)));
    }

    private String rpc(String method, String parameters) throws IOException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + parameters + "]}";
        String answer = new String(proxy.ask(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        if (answer.contains("\"error\"")) {
            throw new IOException(method + ": " + answer);
        }
        return answer;
    }

    private static final class Holder {
        static final World WORLD = start();

        private static World start() {
            try {
                return new World(ConfigProvider.getConfig());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
