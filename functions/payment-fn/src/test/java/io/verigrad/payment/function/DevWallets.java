package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.contracts.TestWallet;
import io.verigrad.contracts.TestWalletFactory;
import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Contract wallets on the chain of the tests. One takes its owner's signature after a mark, see {@code TestWallet}. */
final class DevWallets {
    /** The factory that the function trusts. */
    static final Address FACTORY = Address.parse("0xfac0000000000000000000000000000000000001");

    /** The same code where nobody trusts it. */
    static final Address OTHER_FACTORY = Address.parse("0xfac0000000000000000000000000000000000002");

    private static final Bytes MARK = Bytes.of((byte) 0x77);
    private static final int WORD = 32;

    private DevWallets() {}

    static void place(URI rpcUrl) throws Exception {
        JsonNode code = ask(rpcUrl, "eth_call", "{\"data\":\"0x" + TestWalletFactory.BINARY + "\"}, \"latest\"");
        for (Address factory : new Address[] {FACTORY, OTHER_FACTORY}) {
            ask(rpcUrl, "anvil_setCode", "\"" + factory + "\", " + code);
        }
    }

    /** What makes a factory make an owner's wallet. */
    static Bytes creation(PrivateKey owner) {
        return Bytes.concat(
                Selector.of("create(address)"),
                StructEncoder.untyped().address(owner.address()).encoded());
    }

    /** Where a factory's wallet of an owner is or will be (EIP-1014). */
    static Address address(Address factory, PrivateKey owner) {
        Bytes code = Bytes.concat(
                Bytes.parse("0x" + TestWallet.BINARY),
                StructEncoder.untyped().address(owner.address()).encoded());
        Hash32 hash = Keccak256.hash(
                new byte[] {(byte) 0xff},
                factory.toArray(),
                new byte[WORD],
                Keccak256.hash(code.toArray()).toArray());
        return new Address(hash.bytes().slice(12, WORD));
    }

    static Address deploy(Chain chain, PrivateKey owner) throws Exception {
        DevChain.send(chain, FACTORY, creation(owner));
        return address(FACTORY, owner);
    }

    static Bytes signature(PrivateKey owner, Hash32 digest) {
        return Bytes.concat(MARK, owner.sign(digest).bytes());
    }

    /** A signature of a wallet that does not stand yet (ERC-6492). */
    static Bytes wrapped(Address factory, Bytes call, Bytes signature) {
        Bytes head = StructEncoder.untyped()
                .address(factory)
                .uint(3 * WORD)
                .uint(3 * WORD + WORD + padded(call).size())
                .encoded();
        return Bytes.concat(
                head,
                StructEncoder.untyped().uint(call.size()).encoded(),
                padded(call),
                StructEncoder.untyped().uint(signature.size()).encoded(),
                padded(signature),
                Bytes.parse("0x" + "6492".repeat(16)));
    }

    /** Gives an account with a key the code of a wallet (EIP-7702). */
    static void delegate(URI rpcUrl, Address account, Address wallet) throws Exception {
        ask(
                rpcUrl,
                "anvil_setCode",
                "\"" + account + "\", \"0xef0100" + wallet.toString().substring(2) + "\"");
    }

    private static Bytes padded(Bytes bytes) {
        return Bytes.concat(bytes, Bytes.of(new byte[(WORD - bytes.size() % WORD) % WORD]));
    }

    private static JsonNode ask(URI rpcUrl, String method, String parameters) throws Exception {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + parameters + "]}";
        try (HttpClient client = HttpClient.newHttpClient()) {
            byte[] answer = client.send(
                            HttpRequest.newBuilder(rpcUrl)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(call))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            JsonNode json = Json.read(answer, JsonNode.class);
            if (json.has("error")) {
                throw new AssertionError(method + ": " + json);
            }
            return json.path("result");
        }
    }
}
