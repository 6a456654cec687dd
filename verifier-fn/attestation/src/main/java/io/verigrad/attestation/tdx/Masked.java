package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.value.Bytes;

/** Bits that must be as given where the mask is set. */
record Masked(Bytes value, Bytes mask) {
    static Masked of(JsonNode node, String value, String mask, int size) throws CollateralFormatException {
        return new Masked(JsonFields.hex(node, value, size), JsonFields.hex(node, mask, size));
    }

    boolean accepts(Bytes found) {
        byte[] expected = value.toArray();
        byte[] masks = mask.toArray();
        byte[] bytes = found.toArray();
        if (bytes.length != expected.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((bytes[i] & masks[i]) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
