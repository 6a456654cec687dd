package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.Network;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** The network, without its registry if {@code offline}. */
    Network network(boolean offline) {
        return new Network(
                chainId,
                settlement,
                offline ? Optional.empty() : rpcUrl.map(url -> new Network.Registry(enclaveRegistry, url)));
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Files.write(file, Json.write(this));
    }

    static NetworkFile read(Path file) throws CommandFailure {
        try {
            ObjectNode json = Json.read(InputFile.read(file, MAX_SIZE), ObjectNode.class);
            for (String optional : OPTIONAL) {
                if (!json.has(optional)) {
                    json.putNull(optional);
                }
            }
            return Json.convert(json, NetworkFile.class);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "expected a network file at " + file + ", found none; name one with --network, or start a devnet",
                    e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), e);
        } catch (MalformedJsonException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": " + e.getMessage(), e);
        }
    }
}
