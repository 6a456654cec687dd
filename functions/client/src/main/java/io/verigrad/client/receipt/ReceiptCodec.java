package io.verigrad.client.receipt;

import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedReceipt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A signed receipt as text: JSON, and base64 of it in the header {@code Verigrad-Receipt}. */
public final class ReceiptCodec {
    public static final String HEADER = "Verigrad-Receipt";
    /** The longest text that is read, in bytes. A receipt takes some three thousand. */
    public static final int MAX_SIZE = 64 << 10;

    private ReceiptCodec() {}

    public static SignedReceipt fromHeader(String header) throws ReceiptFormatException {
        requireSize(header.length());
        try {
            return fromJson(Base64.getDecoder().decode(header.strip()));
        } catch (IllegalArgumentException e) {
            throw new ReceiptFormatException("expected base64 of the standard alphabet", e);
        }
    }

    public static SignedReceipt fromJson(byte[] json) throws ReceiptFormatException {
        requireSize(json.length);
        try {
            return Json.read(json, SignedReceipt.class);
        } catch (MalformedJsonException e) {
            throw new ReceiptFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads either form. */
    public static SignedReceipt parse(byte[] text) throws ReceiptFormatException {
        requireSize(text.length);
        String stripped = new String(text, StandardCharsets.UTF_8).strip();
        return stripped.startsWith("{") ? fromJson(text) : fromHeader(stripped);
    }

    public static String toHeader(SignedReceipt receipt) {
        return Base64.getEncoder().encodeToString(Json.write(receipt));
    }

    private static void requireSize(int size) throws ReceiptFormatException {
        if (size > MAX_SIZE) {
            throw new ReceiptFormatException(
                    "expected a receipt of at most " + MAX_SIZE + " bytes, found " + size, null);
        }
    }
}
