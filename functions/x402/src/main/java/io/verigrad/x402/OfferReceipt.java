package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * x402's own signed offers and receipts: the extension {@code offer-receipt} (version 1.0) in its EIP-712 format. They say
 * that a resource was paid for and nothing of its content.
 */
public final class OfferReceipt {
    /** The name of the extension. */
    public static final String EXTENSION = "offer-receipt";

    private static final int VERSION = 1;
    private static final TypeHash DOMAIN = TypeHash.of("EIP712Domain(string name,string version,uint256 chainId)");
    private static final TypeHash OFFER = TypeHash.of("Offer(uint256 version,string resourceUrl,string scheme,"
            + "string network,string asset,string payTo,string amount,uint256 validUntil)");
    private static final TypeHash RECEIPT = TypeHash.of("Receipt(uint256 version,string network,string resourceUrl,"
            + "string payer,uint256 issuedAt,string transaction)");

    private OfferReceipt() {}

    /**
     * What a {@code PaymentRequired} has under the name of the extension: one signed offer for each way to pay.
     *
     * @param validUntil how long each is good for
     */
    public static JsonNode offers(
            String resourceUrl,
            List<PaymentRequirements> accepts,
            Function<PaymentRequirements, Instant> validUntil,
            PrivateKey key) {
        ObjectNode extension = extension("offers", "array");
        ArrayNode offers = extension.withObject("/info").putArray("offers");
        for (int i = 0; i < accepts.size(); i++) {
            offers.add(offer(
                            resourceUrl,
                            accepts.get(i),
                            validUntil.apply(accepts.get(i)).getEpochSecond(),
                            key)
                    .put("acceptIndex", i));
        }
        return extension;
    }

    /**
     * What a {@code SettleResponse} has under the name of the extension. The transaction is left out, as the specification
     * does by default: whoever is shown the receipt need not find the payer's other payments.
     */
    public static JsonNode receipt(
            String resourceUrl, ChainId network, Address payer, Instant issuedAt, PrivateKey key) {
        ObjectNode payload = WireJson.object()
                .put("version", VERSION)
                .put("network", network.toString())
                .put("resourceUrl", resourceUrl)
                .put("payer", payer.toString())
                .put("issuedAt", issuedAt.getEpochSecond())
                .put("transaction", "");
        Hash32 struct = StructEncoder.of(RECEIPT)
                .uint(VERSION)
                .string(network.toString())
                .string(resourceUrl)
                .string(payer.toString())
                .uint(issuedAt.getEpochSecond())
                .string("")
                .hash();
        ObjectNode extension = extension("receipt", "object");
        extension.withObject("/info").set("receipt", signed("x402 receipt", payload, struct, key));
        return extension;
    }

    private static ObjectNode offer(String url, PaymentRequirements terms, long validUntil, PrivateKey key) {
        ObjectNode payload = WireJson.object()
                .put("version", VERSION)
                .put("resourceUrl", url)
                .put("scheme", terms.scheme())
                .put("network", terms.network().toString())
                .put("asset", terms.asset().toString())
                .put("payTo", terms.payTo().toString())
                .put("amount", terms.amount().toString())
                .put("validUntil", validUntil);
        Hash32 struct = StructEncoder.of(OFFER)
                .uint(VERSION)
                .string(url)
                .string(terms.scheme())
                .string(terms.network().toString())
                .string(terms.asset().toString())
                .string(terms.payTo().toString())
                .string(terms.amount().toString())
                .uint(validUntil)
                .hash();
        return signed("x402 offer", payload, struct, key);
    }

    private static ObjectNode signed(String domain, ObjectNode payload, Hash32 struct, PrivateKey key) {
        // The domain is the same on every chain: the network is a member of what is signed.
        Hash32 separator =
                StructEncoder.of(DOMAIN).string(domain).string("1").uint(1).hash();
        Hash32 digest = Keccak256.hash(new byte[] {0x19, 0x01}, separator.toArray(), struct.toArray());
        ObjectNode signed = WireJson.object().put("format", "eip712");
        signed.set("payload", payload);
        return signed.put("signature", key.sign(digest).bytes().toString());
    }

    private static ObjectNode extension(String member, String type) {
        ObjectNode extension = WireJson.object();
        extension.putObject("info");
        ObjectNode schema = extension
                .putObject("schema")
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("type", "object");
        schema.putObject("properties").putObject(member).put("type", type);
        schema.putArray("required").add(member);
        return extension;
    }
}
