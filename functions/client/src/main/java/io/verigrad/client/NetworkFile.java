package io.verigrad.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network as a JSON file, so that commands need not name its parts. {@code devnet} writes one.
 *
 * @param rpcUrl a node's JSON-RPC endpoint; without it key epochs cannot be checked
 * @param assets the tokens that {@code call} pays with
 * @param maxPerCall the most that {@code call} pays, atomic units
 * @param payerKeyFile a file that holds the payer's key; a relative path counts from the folder of this file
 * @param contracts what staking, voting and publishing need; without them those commands refuse
 */
public record NetworkFile(
        ChainId chainId,
        Address settlement,
        Address enclaveRegistry,
        Optional<URI> rpcUrl,
        List<Address> assets,
        Optional<TokenAmount> maxPerCall,
        Optional<String> payerKeyFile,
        Optional<GovernedContracts> contracts) {
    private static final int MAX_SIZE = 64 << 10;
    private static final List<String> OPTIONAL = List.of("rpcUrl", "maxPerCall", "payerKeyFile", "contracts");

    public NetworkFile {
        assets = List.copyOf(assets);
    }

    /** The network; its registry is asked at {@code rpcUrl}, if there is one. */
    public Network network() {
        return new Network(chainId, settlement, rpcUrl.map(url -> new Network.Registry(enclaveRegistry, url)));
    }

    /** The network for those who ask nobody. */
    public Network offline() {
        return new Network(chainId, settlement, Optional.empty());
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Files.write(file, Json.write(this));
    }

    /**
     * Reads a file.
     *
     * @throws IOException if there is none that can be read
     * @throws MalformedJsonException if it is none of these
     */
    public static NetworkFile read(Path file) throws IOException, MalformedJsonException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_SIZE + 1);
        }
        if (content.length > MAX_SIZE) {
            throw new IOException("expected at most " + MAX_SIZE + " bytes");
        }
        ObjectNode json = Json.read(content, ObjectNode.class);
        for (String optional : OPTIONAL) {
            if (!json.has(optional)) {
                json.putNull(optional);
            }
        }
        return Json.convert(json, NetworkFile.class);
    }
}
