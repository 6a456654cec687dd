package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.SignIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wallets that get the answer again that they have paid for, without their payment: they sign in (extension
 * {@code sign-in-with-x}) and send the same request. A challenge is good once, for one resource and five minutes, and is
 * remembered nowhere until it was used: its nonce proves that it is ours.
 */
final class Reentry {
    private static final String STATEMENT = "Sign in to get again what you have paid for.";
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int RANDOM = 16;

    private final SecureRandom random;
    private final Clock clock;
    private final SecretKeySpec secret;
    private final Map<Paid, CallKey> paid;
    private final Set<String> used;

    private record Paid(Address payer, Hash32 requestHash) {}

    /**
     * @param max how many answers can be got again; the oldest go first
     */
    Reentry(int max, SecureRandom random, Clock clock) {
        this.random = random;
        this.clock = clock;
        this.secret = new SecretKeySpec(bytes(random, 32), "HmacSHA256");
        this.paid = Collections.synchronizedMap(bounded(max));
        this.used = Collections.newSetFromMap(Collections.synchronizedMap(bounded(max)));
    }

    /** The same with the challenge for wallets that have paid before. */
    PaymentRequired invite(PaymentRequired required, ChainId chain) {
        Optional<JsonNode> challenge = challenge(required.resource().url(), chain);
        if (challenge.isEmpty()) {
            return required;
        }
        ObjectNode extensions = Json.mapper().createObjectNode();
        required.extensions().ifPresent(others -> extensions.setAll((ObjectNode) others));
        extensions.set(SignIn.EXTENSION, challenge.get());
        return required.withExtensions(extensions);
    }

    /** What a wallet has to sign for {@code url}, or empty if that is no address of the web. */
    private Optional<JsonNode> challenge(String url, ChainId chain) {
        return domain(url).map(domain -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            String issuedAt = now.toString();
            String expires = now.plus(LIFETIME).toString();
            String salt = HexFormat.of().formatHex(bytes(random, RANDOM));
            return new SignIn.Challenge(
                            domain, url, STATEMENT, salt + proof(salt, url, issuedAt, expires), issuedAt, expires)
                    .toJson(chain);
        });
    }

    /** Remembers who has paid for what. */
    void remember(Address payer, Hash32 requestHash, CallKey key) {
        paid.put(new Paid(payer, requestHash), key);
    }

    /**
     * The call whose answer a wallet may have.
     *
     * @throws RefusedException if it may have none
     */
    CallKey admit(String header, String url, ChainId chain, Hash32 requestHash) throws RefusedException {
        SignIn signIn;
        try {
            signIn = SignIn.parse(header);
        } catch (PaymentFormatException e) {
            throw RefusedException.unpaid("invalid_siwx_header");
        }
        SignIn.Challenge challenge = signIn.challenge();
        if (!challenge.uri().equals(url)
                || !Optional.of(challenge.domain()).equals(domain(url))
                || !challenge.statement().equals(STATEMENT)
                || !signIn.chain().equals(chain)) {
            throw RefusedException.unpaid("invalid_siwx_uri_mismatch");
        }
        requireOurs(challenge);
        Address wallet = signIn.wallet().orElseThrow(() -> RefusedException.unpaid("invalid_siwx_signature"));
        CallKey key = paid.get(new Paid(wallet, requestHash));
        if (key == null) {
            throw RefusedException.unpaid("siwx_not_paid");
        }
        if (!used.add(challenge.nonce())) {
            throw RefusedException.unpaid("invalid_siwx_nonce");
        }
        return key;
    }

    private void requireOurs(SignIn.Challenge challenge) throws RefusedException {
        String nonce = challenge.nonce();
        String salt = nonce.substring(0, Math.min(nonce.length(), 2 * RANDOM));
        String expected = salt + proof(salt, challenge.uri(), challenge.issuedAt(), challenge.expirationTime());
        if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8))) {
            throw RefusedException.unpaid("invalid_siwx_nonce");
        }
        // The times are those that we wrote, or the proof would be another.
        if (!Instant.parse(challenge.expirationTime()).isAfter(clock.instant())) {
            throw RefusedException.unpaid("invalid_siwx_expired");
        }
    }

    private String proof(String salt, String url, String issuedAt, String expires) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] proof =
                    mac.doFinal(String.join("\n", salt, url, issuedAt, expires).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(proof, 0, RANDOM);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static Optional<String> domain(String url) {
        try {
            URI uri = URI.create(url);
            return String.valueOf(uri.getScheme()).startsWith("http")
                    ? Optional.ofNullable(uri.getRawAuthority())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static <K, V> Map<K, V> bounded(int max) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
            }
        };
    }
}
