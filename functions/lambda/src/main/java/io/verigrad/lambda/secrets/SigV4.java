package io.verigrad.lambda.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to AWS (Signature Version 4, "Create a signed AWS API request"). The SDK does the same and would be a
 * tenth of a package.
 *
 * @param service AWS's name for it, as {@code secretsmanager}
 */
record SigV4(Credentials credentials, String region, String service) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    /** Short-lived, as Lambda gives them; the token is empty for those of a user. */
    record Credentials(String id, String secret, String token) {
        @Override
        public String toString() {
            return "Credentials[id=" + id + "]";
        }
    }

    /**
     * The headers of a request to the root path of a host, with those that sign it.
     *
     * @param query as it is sent, names in order; may be empty
     * @param headers in lower case, {@code host} among them
     */
    Map<String, String> signed(String method, String query, Map<String, String> headers, byte[] body, Instant now) {
        SortedMap<String, String> all = new TreeMap<>(headers);
        all.put("x-amz-date", TIME.format(now));
        if (!credentials.token().isEmpty()) {
            all.put("x-amz-security-token", credentials.token());
        }
        String names = String.join(";", all.keySet());
        StringBuilder canonical =
                new StringBuilder(method).append("\n/\n").append(query).append('\n');
        all.forEach((name, value) ->
                canonical.append(name).append(':').append(value.strip()).append('\n'));
        canonical.append('\n').append(names).append('\n').append(hex(sha256(body)));
        String scope = DAY.format(now) + '/' + region + '/' + service + "/aws4_request";
        String toSign = ALGORITHM
                + '\n'
                + TIME.format(now)
                + '\n'
                + scope
                + '\n'
                + hex(sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + credentials.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        all.put(
                "authorization",
                ALGORITHM + " Credential=" + credentials.id() + '/' + scope + ", SignedHeaders=" + names
                        + ", Signature=" + hex(hmac(key, toSign)));
        return all;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
