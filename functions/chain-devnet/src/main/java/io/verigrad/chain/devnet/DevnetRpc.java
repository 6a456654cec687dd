package io.verigrad.chain.devnet;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;

/** JSON-RPC to a local chain, with the methods that only anvil has. */
final class DevnetRpc implements AutoCloseable {
    private final HttpService service;
    private final Web3j web3j;

    DevnetRpc(URI rpcUrl) {
        this.service = new HttpService(rpcUrl.toString());
        this.web3j = Web3j.build(service);
    }

    Web3j web3j() {
        return web3j;
    }

    boolean isAnswering() {
        try {
            return web3j.ethChainId().send().getChainId().longValue() == Anvil.CHAIN_ID;
        } catch (IOException notYet) {
            return false;
        }
    }

    void setBalance(Address account, BigInteger wei) throws IOException {
        send("anvil_setBalance", account.toString(), "0x" + wei.toString(16));
    }

    void setCode(Address account, Bytes code) throws IOException {
        send("anvil_setCode", account.toString(), code.toString());
    }

    Bytes code(Address account) throws IOException {
        return Bytes.parse(web3j.ethGetCode(account.toString(), DefaultBlockParameterName.LATEST)
                .send()
                .getCode());
    }

    @Override
    public void close() {
        web3j.shutdown();
    }

    private void send(String method, String... parameters) throws IOException {
        VoidAnswer answer = new Request<>(method, List.of(parameters), service, VoidAnswer.class).send();
        if (answer.hasError()) {
            throw new IOException(method + ": " + answer.getError().getMessage());
        }
    }

    /** The answer of a method that returns nothing of use. */
    static final class VoidAnswer extends Response<Object> {}
}
