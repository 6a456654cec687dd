package io.verigrad.client.registry;

import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.crypto.Keccak256;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** Asks a node which epoch a receipt key has: {@code EnclaveRegistry.epochOf}. */
public final class EnclaveRegistryReader {
    private static final Bytes EPOCH_OF = Keccak256.hash("epochOf(address)".getBytes(StandardCharsets.US_ASCII))
            .bytes()
            .slice(0, 4);
    private static final int EPOCH_WORDS = 6;

    private final JsonRpc rpc;
    private final ChainId chain;
    private final Address registry;

    public EnclaveRegistryReader(BoundedHttp http, URI rpcUrl, ChainId chain, Address registry) {
        this.rpc = new JsonRpc(http, rpcUrl);
        this.chain = chain;
        this.registry = registry;
    }

    /** The standing of a key now. */
    public KeyStanding standingOf(Address enclaveKey) throws RegistryUnavailableException {
        requireChain();
        Bytes argument = StructEncoder.untyped().address(enclaveKey).encoded();
        Bytes epoch = rpc.view(registry.toString(), Bytes.concat(EPOCH_OF, argument));
        // An address without code answers nothing, which must not read as an unknown key.
        if (epoch.size() != 32 * EPOCH_WORDS) {
            throw new RegistryUnavailableException(
                    "eth_call: expected an epoch of the EnclaveRegistry at " + registry + ", found " + epoch.size()
                            + " bytes",
                    null);
        }
        long validUntil = number(epoch, 3);
        if (validUntil == 0) {
            return new KeyStanding.Unknown();
        }
        long revokedAt = number(epoch, 4);
        return new KeyStanding.Registered(
                assurance(number(epoch, 1)),
                number(epoch, 2),
                validUntil,
                revokedAt == 0 ? OptionalLong.empty() : OptionalLong.of(revokedAt));
    }

    /** A node of another chain may have another registry at the same address. */
    private void requireChain() throws RegistryUnavailableException {
        String found = rpc.call("eth_chainId", List.of());
        if (!found.equals("0x" + Long.toHexString(chain.value()))) {
            throw new RegistryUnavailableException(
                    "expected a node of " + chain + ", found chain " + brief(found), null);
        }
    }

    private static Assurance assurance(long code) throws RegistryUnavailableException {
        if (code > Assurance.WEIGHTS_BOUND.code()) {
            throw new RegistryUnavailableException("expected an assurance level of 0 to 3, found " + code, null);
        }
        return Assurance.of((int) code);
    }

    private static long number(Bytes words, int index) throws RegistryUnavailableException {
        BigInteger value =
                new BigInteger(1, words.slice(32 * index, 32 * (index + 1)).toArray());
        if (value.bitLength() > 63) {
            throw new RegistryUnavailableException("expected a number below 2^63 in the epoch", null);
        }
        return value.longValue();
    }

    private static String brief(String text) {
        return text.substring(0, Math.min(text.length(), 20)).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
