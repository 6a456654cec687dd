package io.verigrad.chain;

import io.verigrad.chain.channel.Channels;
import io.verigrad.chain.dispute.Disputes;
import io.verigrad.chain.governance.Governor;
import io.verigrad.chain.request.Requests;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Quantity;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.SettlementEvents;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;

/**
 * The chain as Verigrad sees it. Every method blocks for at most the configured timeout per request; nothing is cached.
 * Safe for many threads.
 */
public final class Chain implements AutoCloseable {
    private static final Bytes VAULT_OF = Selector.of("vaultOf(address)");

    private final ChainConfig config;
    private final Rpc rpc;
    private final Tokens tokens;
    private final Enclaves enclaves;
    private final Transactions transactions;

    private Chain(ChainConfig config, Rpc rpc) {
        this.config = config;
        this.rpc = rpc;
        this.tokens = new Tokens(rpc, config.settlement());
        this.enclaves = new Enclaves(rpc, config.enclaveRegistry());
        this.transactions = new Transactions(rpc, config.chainId());
    }

    /** Prepares access; asks the node nothing yet. */
    public static Chain connect(ChainConfig config) {
        return new Chain(config, Rpc.of(config.rpcUrls(), config.chainId(), config.timeout()));
    }

    public ChainConfig config() {
        return config;
    }

    /** Signs nothing by itself: estimates, encodes, sends and finds transactions. */
    public Transactions transactions() {
        return transactions;
    }

    /** The governor at that address, which the deployment's manifest names. */
    public Governor governor(Address governor) {
        return new Governor(rpc, governor);
    }

    /** x402's payment channels. */
    public Channels channels() {
        return new Channels(rpc);
    }

    /** The requests of contracts at that address, which the deployment's manifest names. */
    public Requests requests(Address inferenceRequests) {
        return new Requests(rpc, config.chainId(), inferenceRequests);
    }

    /** The cases of a Disputes contract. */
    public Disputes disputes(Address disputes) {
        return new Disputes(rpc, disputes);
    }

    /** Whether the node is on the configured chain and our contracts are there. */
    public ChainVerification verify() throws ChainUnavailableException {
        List<String> problems = new ArrayList<>();
        BigInteger found = Quantity.decode("eth_chainId", rpc.text("eth_chainId"));
        if (!found.equals(BigInteger.valueOf(config.chainId().value()))) {
            problems.add("expected chain " + config.chainId() + ", found eip155:" + found);
        }
        if (!hasCode(config.settlement())) {
            problems.add("expected the Settlement contract at " + config.settlement() + ", found no code");
        }
        if (!hasCode(config.enclaveRegistry())) {
            problems.add("expected the EnclaveRegistry contract at " + config.enclaveRegistry() + ", found no code");
        }
        return problems.isEmpty() ? new ChainVerification.Verified() : new ChainVerification.Mismatch(problems);
    }

    public Block latestBlock() throws ChainUnavailableException {
        return Blocks.read(rpc, DefaultBlockParameterName.LATEST)
                .orElseThrow(() -> new ChainUnavailableException("eth_getBlockByNumber", "found no latest block"));
    }

    /** The block of that number on the canonical chain, or empty if there is none yet. */
    public Optional<Block> block(long number) throws ChainUnavailableException {
        return Blocks.read(rpc, DefaultBlockParameter.valueOf(BigInteger.valueOf(number)));
    }

    /** The block of that hash if it is on the canonical chain, or empty. */
    public Optional<Block> block(Hash32 hash) throws ChainUnavailableException {
        Optional<Block> found = Blocks.read(rpc, hash);
        // A node also knows blocks that a reorganisation left behind.
        return found.isEmpty() ? found : block(found.get().number()).filter(found.get()::equals);
    }

    public boolean hasCode(Address address) throws ChainUnavailableException {
        return codeAt(address).size() > 0;
    }

    /** The balance in the latest block. */
    public TokenAmount balanceOf(Address asset, Address owner) throws ChainUnavailableException {
        return tokens.balanceOf(asset, owner);
    }

    /** Whether the nonce of an EIP-3009 authorization is used up in the latest block. */
    public AuthorizationState authorizationState(Address asset, Address from, Hash32 nonce)
            throws ChainUnavailableException {
        return tokens.authorizationState(asset, from, nonce);
    }

    /** What an owner lets a spender take in the latest block. */
    public TokenAmount allowance(Address asset, Address owner, Address spender) throws ChainUnavailableException {
        return tokens.allowance(asset, owner, spender);
    }

    /** Whether what the transfer burns is used up in the latest block, by whomever. */
    public boolean isSpent(PaymentTransfer transfer) throws ChainUnavailableException {
        return switch (transfer) {
            case TransferWithAuthorization eip3009 ->
                authorizationState(eip3009.asset(), eip3009.from(), eip3009.nonce()) == AuthorizationState.USED;
            case Permit2Transfer permit2 -> tokens.isPermit2NonceUsed(permit2.from(), permit2.nonce());
            case DeployingTransfer deploying -> isSpent(deploying.transfer());
            case PermittingTransfer permitting -> isSpent(permitting.transfer());
        };
    }

    /** Runs a signed transfer as Settlement would, without effect. */
    public TransferSimulation simulate(PaymentTransfer transfer) throws ChainUnavailableException {
        // A call of an address without code succeeds and moves nothing.
        if (!hasCode(transfer.asset())) {
            return new TransferSimulation.Reverts("the asset has no code");
        }
        return tokens.simulate(transfer);
    }

    /** Runs a signed transfer without effect and looks at whom it is about, in one round trip. */
    public TransferAnswer inspect(TransferQuestion question) throws ChainUnavailableException {
        return new TransferBatch(rpc, config.settlement()).ask(question);
    }

    /** The epoch of a receipt key, or empty if nobody registered it. */
    public Optional<KeyEpoch> keyEpoch(Address enclaveKey) throws ChainUnavailableException {
        return enclaves.epochOf(enclaveKey);
    }

    /** The address that offers of a model host name as {@code payTo}. */
    public Address vaultOf(Address host) throws ChainUnavailableException {
        Bytes argument = StructEncoder.untyped().address(host).encoded();
        return new Words("eth_call", rpc.view(config.settlement(), Bytes.concat(VAULT_OF, argument))).address(0);
    }

    /** Whether a host's vault of our Settlement stands at this address. One that never held money has no code yet. */
    public boolean isVault(Address address) throws ChainUnavailableException {
        return codeAt(address).equals(VaultCode.of(config.settlement()));
    }

    private Bytes codeAt(Address address) throws ChainUnavailableException {
        return Rpc.bytes("eth_getCode", rpc.text("eth_getCode", address.toString(), "latest"));
    }

    /** What became of each receipt in a settlement transaction, in item order. */
    public List<ItemOutcome> outcomes(TransactionReceipt receipt) throws ChainUnavailableException {
        return SettlementEvents.outcomes(config.settlement(), receipt.logs());
    }

    /** What Settlement charged for those of {@code receiptIds} that it settled since a block, whoever submitted them. */
    public List<ItemOutcome.Settled> settlementsOf(List<Hash32> receiptIds, long fromBlock)
            throws ChainUnavailableException {
        List<Log> logs = transactions.logs(
                config.settlement(), List.of(List.of(SettlementEvents.SETTLED), receiptIds), fromBlock);
        return SettlementEvents.outcomes(config.settlement(), logs).stream()
                .filter(ItemOutcome.Settled.class::isInstance)
                .map(ItemOutcome.Settled.class::cast)
                .toList();
    }

    @Override
    public void close() {
        rpc.close();
    }
}
