package io.verigrad.runner.hub;

import io.verigrad.publication.FileUpload;
import io.verigrad.publication.SignedFileUpload;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The header {@code Upload-Metadata} (tus 1.0.0, "Creation"): pairs of a name and a value in base64, comma-separated. */
record UploadMetadata(String filename, SignedFileUpload signed) {
    private static final int MAX_LENGTH = 4096;

    /**
     * Reads the header of an upload of {@code size} bytes.
     *
     * @throws UploadRefusedException if a member is missing or malformed
     */
    static UploadMetadata parse(String header, long size) throws UploadRefusedException {
        if (header.length() > MAX_LENGTH) {
            throw refused("at most " + MAX_LENGTH + " characters");
        }
        try {
            Map<String, String> members = members(header);
            FileUpload upload = new FileUpload(
                    Hash32.parse(member(members, "sha256")),
                    size,
                    Address.parse(member(members, "publisher")),
                    Long.parseLong(member(members, "issuedAt")));
            return new UploadMetadata(
                    member(members, "filename"),
                    new SignedFileUpload(upload, Signature.parse(member(members, "signature"))));
        } catch (IllegalArgumentException e) {
            throw refused("filename, sha256, publisher, issuedAt and signature, each in base64: " + e.getMessage());
        }
    }

    private static Map<String, String> members(String header) {
        Map<String, String> members = new HashMap<>();
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", 2);
            String value = parts.length < 2
                    ? ""
                    : new String(Base64.getDecoder().decode(parts[1].strip()), StandardCharsets.UTF_8);
            if (members.put(parts[0], value) != null) {
                throw new IllegalArgumentException("two values of " + parts[0]);
            }
        }
        return members;
    }

    private static String member(Map<String, String> members, String name) {
        String value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return value;
    }

    private static UploadRefusedException refused(String expected) {
        return new UploadRefusedException(400, "invalid_metadata", "Upload-Metadata: expected " + expected);
    }
}
