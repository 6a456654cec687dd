package io.verigrad.chain;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Quantity;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.value.Hash32;
import java.util.Optional;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.methods.response.EthBlock;

/** Reads block headers. */
final class Blocks {
    private static final String METHOD = "eth_getBlock";

    private Blocks() {}

    static Optional<Block> read(Rpc rpc, DefaultBlockParameter which) throws ChainUnavailableException {
        Optional<EthBlock.Block> found = rpc.optionalResult(rpc.requests().ethGetBlockByNumber(which, false));
        return found.isEmpty() ? Optional.empty() : Optional.of(header(found.get()));
    }

    static Optional<Block> read(Rpc rpc, Hash32 hash) throws ChainUnavailableException {
        Optional<EthBlock.Block> found = rpc.optionalResult(rpc.requests().ethGetBlockByHash(hash.toString(), false));
        return found.isEmpty() ? Optional.empty() : Optional.of(header(found.get()));
    }

    private static Block header(EthBlock.Block block) throws ChainUnavailableException {
        return new Block(
                Quantity.decodeLong(METHOD, block.getNumberRaw()),
                Rpc.hash(METHOD, block.getHash()),
                Quantity.decodeLong(METHOD, block.getTimestampRaw()));
    }
}
