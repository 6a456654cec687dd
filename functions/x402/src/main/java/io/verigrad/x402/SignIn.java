package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A wallet that signs in: the header {@code SIGN-IN-WITH-X} of the extension {@code sign-in-with-x}, whose text is that of
 * EIP-4361 and whose signature is that of EIP-191. Wallets with keys only.
 *
 * @param challenge what the wallet says it was asked to sign
 * @param address as it was sent: its case is part of the text
 */
public record SignIn(Challenge challenge, ChainId chain, String address, Signature signature) {
    /** The name of the extension. */
    public static final String EXTENSION = "sign-in-with-x";

    /** The request header. */
    public static final String HEADER = "SIGN-IN-WITH-X";

    private static final String TYPE = "eip191";
    private static final String VERSION = "1";

    /**
     * What a server asks wallets to sign.
     *
     * @param domain the server's authority, with its port where that is not the scheme's
     * @param uri the resource
     * @param nonce letters and digits, good for one sign-in
     * @param issuedAt a time as in RFC 3339
     * @param expirationTime likewise
     */
    public record Challenge(
            String domain, String uri, String statement, String nonce, String issuedAt, String expirationTime) {
        /** What a {@code PaymentRequired} has under the name of the extension. */
        public JsonNode toJson(ChainId chain) {
            ObjectNode extension = WireJson.object();
            ObjectNode info = extension.putObject("info");
            info.put("domain", domain)
                    .put("uri", uri)
                    .put("statement", statement)
                    .put("version", VERSION)
                    .put("nonce", nonce)
                    .put("issuedAt", issuedAt)
                    .put("expirationTime", expirationTime)
                    .putArray("resources")
                    .add(uri);
            extension
                    .putArray("supportedChains")
                    .addObject()
                    .put("chainId", chain.toString())
                    .put("type", TYPE);
            ObjectNode schema = extension
                    .putObject("schema")
                    .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                    .put("type", "object");
            schema.putArray("required")
                    .add("domain")
                    .add("address")
                    .add("uri")
                    .add("version")
                    .add("chainId")
                    .add("type")
                    .add("nonce")
                    .add("issuedAt")
                    .add("signature");
            return extension;
        }
    }

    /** Reads the header. */
    public static SignIn parse(String header) throws PaymentFormatException {
        JsonNode json = PaymentHeader.decode(header);
        JsonFields fields = JsonFields.of(json, EXTENSION, Reason.INVALID_PAYLOAD);
        if (!fields.text("type").equals(TYPE) || !fields.text("version").equals(VERSION)) {
            throw fields.malformed("type", "expected " + TYPE + " of version " + VERSION);
        }
        String uri = fields.text("uri");
        JsonNode resources = fields.required("resources");
        if (resources.size() != 1 || !resources.path(0).asText().equals(uri)) {
            throw fields.malformed("resources", "expected the one of the challenge");
        }
        String address = fields.text("address");
        fields.value("address", Address::parse, Reason.INVALID_PAYLOAD);
        return new SignIn(
                new Challenge(
                        fields.text("domain"),
                        uri,
                        fields.text("statement"),
                        fields.text("nonce"),
                        fields.text("issuedAt"),
                        fields.text("expirationTime")),
                fields.value("chainId", ChainId::parse, Reason.INVALID_NETWORK),
                address,
                fields.value("signature", Signature::parse, Reason.INVALID_PAYLOAD));
    }

    /** Signs in, as clients do whose payer has a key. */
    public static SignIn sign(Challenge challenge, ChainId chain, PrivateKey key) {
        String address = key.address().toString();
        return new SignIn(challenge, chain, address, key.sign(digest(text(challenge, chain, address))));
    }

    /** The wallet, if it has signed. */
    public Optional<Address> wallet() {
        Address claimed = Address.parse(address);
        return Secp256k1.recover(digest(text(challenge, chain, address)), signature)
                .filter(claimed::equals);
    }

    /** The content of the header. */
    public String toHeader() {
        ObjectNode json = WireJson.object()
                .put("domain", challenge.domain())
                .put("address", address)
                .put("statement", challenge.statement())
                .put("uri", challenge.uri())
                .put("version", VERSION)
                .put("chainId", chain.toString())
                .put("type", TYPE)
                .put("nonce", challenge.nonce())
                .put("issuedAt", challenge.issuedAt())
                .put("expirationTime", challenge.expirationTime())
                .put("signature", signature.toString());
        json.putArray("resources").add(challenge.uri());
        return PaymentHeader.encode(json);
    }

    /** Signed with the prefix of EIP-191, so that it can be taken for no transaction. */
    private static Hash32 digest(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] prefix = ("\u0019Ethereum Signed Message:\n" + bytes.length).getBytes(StandardCharsets.UTF_8);
        return Keccak256.hash(prefix, bytes);
    }

    /** The text of EIP-4361. */
    static String text(Challenge challenge, ChainId chain, String address) {
        return challenge.domain() + " wants you to sign in with your Ethereum account:\n" + address + "\n\n"
                + challenge.statement() + "\n\nURI: " + challenge.uri() + "\nVersion: " + VERSION + "\nChain ID: "
                + chain.value() + "\nNonce: " + challenge.nonce() + "\nIssued At: " + challenge.issuedAt()
                + "\nExpiration Time: " + challenge.expirationTime() + "\nResources:\n- " + challenge.uri();
    }
}
