package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.io.IOException;

/**
 * A statement of Intel with its signature ("Intel PCS API", version 4: "signature over the tcbInfo body").
 *
 * @param bytes exactly what is signed: a value read and written again could differ
 * @param content the same, read
 * @param signature r and s, 32 bytes each, big-endian
 */
record SignedJson(Bytes bytes, JsonNode content, Bytes signature) {
    private static final int SIGNATURE_SIZE = 64;

    /**
     * Reads an object of two members, {@code member} and {@code signature}.
     *
     * @throws CollateralFormatException if it is anything else
     */
    static SignedJson parse(String member, Bytes body) throws CollateralFormatException {
        byte[] json = body.toArray();
        Bytes statement = Bytes.EMPTY;
        Bytes signature = Bytes.EMPTY;
        // Once as a whole, so that nothing is there twice and nothing follows.
        JsonNode whole = read(json);
        if (whole.size() != 2 || !whole.path(member).isObject()) {
            throw new CollateralFormatException("expected an object with the members " + member + " and signature");
        }
        try (JsonParser parser = Json.mapper().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(member)) {
                    int from = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    statement = body.slice(from, (int) parser.currentLocation().getByteOffset());
                } else if (name.equals("signature")) {
                    signature = Bytes.parse("0x" + parser.getText());
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CollateralFormatException("expected a signature in hex beside " + member);
        }
        if (signature.size() != SIGNATURE_SIZE) {
            throw new CollateralFormatException("expected a signature of " + SIGNATURE_SIZE + " bytes");
        }
        return new SignedJson(statement, whole.path(member), signature);
    }

    private static JsonNode read(byte[] json) throws CollateralFormatException {
        try {
            return Json.read(json, JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new CollateralFormatException("expected JSON", e);
        }
    }
}
