package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.util.List;

/**
 * The answer to {@code GET /supported} (x402 v2, section 7.3).
 *
 * @param signers the accounts that send transactions on EVM chains
 */
public record SupportedResponse(List<Kind> kinds, List<String> extensions, List<Address> signers) {
    /** One scheme on one network in one version. */
    public record Kind(ProtocolVersion version, String scheme, ChainId network) {
        JsonNode toJson() {
            return WireJson.object()
                    .put("x402Version", version.number())
                    .put("scheme", scheme)
                    .put(
                            "network",
                            switch (version) {
                                case V1 -> NetworkName.of(network).orElse(network.toString());
                                case V2 -> network.toString();
                            });
        }
    }

    public SupportedResponse {
        kinds = List.copyOf(kinds);
        extensions = List.copyOf(extensions);
        signers = List.copyOf(signers);
    }

    @JsonValue
    public JsonNode toJson() {
        ObjectNode json = WireJson.object();
        ArrayNode kindArray = json.putArray("kinds");
        kinds.forEach(kind -> kindArray.add(kind.toJson()));
        ArrayNode extensionArray = json.putArray("extensions");
        extensions.forEach(extensionArray::add);
        ArrayNode signerArray = json.putObject("signers").putArray("eip155:*");
        signers.forEach(signer -> signerArray.add(signer.toString()));
        return json;
    }
}
