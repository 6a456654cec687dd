package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.util.List;
import java.util.Optional;

/**
 * The answer to {@code GET /supported} (x402 v2, section 7.3).
 *
 * @param signers the accounts that send transactions on EVM chains
 */
public record SupportedResponse(List<Kind> kinds, List<String> extensions, List<Address> signers) {
    /**
     * One scheme on one network in one version.
     *
     * @param facilitator for {@code upto} the account that payers must name
     */
    public record Kind(ProtocolVersion version, String scheme, ChainId network, Optional<Address> facilitator) {
        public static Kind exact(ProtocolVersion version, ChainId network) {
            return new Kind(version, PaymentRequirements.EXACT, network, Optional.empty());
        }

        public static Kind upto(ChainId network, Address facilitator) {
            return new Kind(ProtocolVersion.V2, PaymentRequirements.UPTO, network, Optional.of(facilitator));
        }

        /** Channels, whose receivers sign what is claimed and given back: no key of ours does it for them. */
        public static Kind batchSettlement(ChainId network) {
            return new Kind(ProtocolVersion.V2, PaymentRequirements.BATCH_SETTLEMENT, network, Optional.empty());
        }

        JsonNode toJson() {
            ObjectNode json = WireJson.object()
                    .put("x402Version", version.number())
                    .put("scheme", scheme)
                    .put(
                            "network",
                            switch (version) {
                                case V1 -> NetworkName.of(network).orElse(network.toString());
                                case V2 -> network.toString();
                            });
            facilitator.ifPresent(address -> json.putObject("extra").put("facilitatorAddress", address.toString()));
            return json;
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
