package io.verigrad.attestation.software;

import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PEM file of a software root (RFC 7468). */
final class RootFile {
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private RootFile() {}

    static SoftwareRoot parse(String pem) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(section(pem, "PRIVATE KEY")));
            return new SoftwareRoot(key, Bytes.of(section(pem, "CERTIFICATE")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("expected a P-384 private key in PKCS#8", e);
        }
    }

    static String write(PrivateKey key, Bytes certificate) {
        return section("CERTIFICATE", certificate.toArray()) + section("PRIVATE KEY", key.getEncoded());
    }

    private static byte[] section(String pem, String label) {
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----\\s+([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                .matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException("expected a PEM section " + label);
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }

    private static String section(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + new String(ENCODER.encode(der), StandardCharsets.US_ASCII)
                + "\n-----END " + label + "-----\n";
    }
}
