package io.verigrad.collateral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.collateral.FetchException.Cause;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at what services answered, as far as it takes to keep an error page out of the store and to know when to ask again.
 * Says nothing of its worth.
 */
final class Contents {
    private static final int MAX_CERTIFICATES = 8;
    private static final Duration SOONEST = Duration.ofMinutes(5);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private Contents() {}

    /**
     * When to ask again: after three quarters of the time it says it is good, at the form's greatest age at the latest. What
     * says that it ended already is asked for again soon, as a service may be behind.
     *
     * @throws FetchException if it has not the form of its item
     */
    static Instant refreshAt(Item item, Bytes content, Bytes chain, Instant now) throws FetchException {
        Instant latest = now.plus(item.form().maxAge());
        Instant end = statedEnd(item, content, chain).orElse(Instant.MAX);
        if (end.isAfter(latest.plus(item.form().maxAge()))) {
            return latest;
        }
        Duration good = Duration.between(now, end);
        Instant early = now.plus(good.multipliedBy(3).dividedBy(4));
        Instant soonest = now.plus(SOONEST);
        return early.isBefore(soonest) ? soonest : early.isBefore(latest) ? early : latest;
    }

    private static Optional<Instant> statedEnd(Item item, Bytes content, Bytes chain) throws FetchException {
        if (!item.chainHeader().isEmpty()) {
            certificates(item, chain);
        }
        return switch (item.form()) {
            case CERTIFICATE ->
                Optional.of(certificate(item, content).getNotAfter().toInstant());
            case CERTIFICATES -> {
                certificates(item, content);
                yield Optional.empty();
            }
            case REVOCATION_LIST ->
                Optional.ofNullable(list(item, content).getNextUpdate()).map(Date::toInstant);
            case TCB_INFO -> nextUpdate(item, json(item, content).path("tcbInfo"));
            case QE_IDENTITY -> nextUpdate(item, json(item, content).path("enclaveIdentity"));
            case RIM -> {
                manifest(item, content);
                yield Optional.empty();
            }
            case OCSP -> Optional.empty();
            case KEYS -> {
                if (!json(item, content).path("keys").isArray()) {
                    throw malformed(item, "a set of keys", null);
                }
                yield Optional.empty();
            }
        };
    }

    static X509Certificate certificate(Item item, Bytes der) throws FetchException {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray()));
            if (!Bytes.of(certificate.getEncoded()).equals(der)) {
                throw malformed(item, "one DER certificate and nothing else", null);
            }
            return certificate;
        } catch (CertificateEncodingException e) {
            throw malformed(item, "one DER certificate", e);
        } catch (CertificateException e) {
            throw malformed(item, "a DER certificate", e);
        }
    }

    static List<X509Certificate> certificates(Item item, Bytes pem) throws FetchException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher matcher = PEM.matcher(new String(pem.toArray(), StandardCharsets.ISO_8859_1));
        while (matcher.find() && certificates.size() <= MAX_CERTIFICATES) {
            certificates.add(certificate(item, base64(item, matcher.group(1))));
        }
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw malformed(item, "1 to " + MAX_CERTIFICATES + " PEM certificates", null);
        }
        return certificates;
    }

    static X509CRL list(Item item, Bytes der) throws FetchException {
        try {
            X509CRL list = (X509CRL)
                    CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der.toArray()));
            if (!Bytes.of(list.getEncoded()).equals(der)) {
                throw malformed(item, "one DER revocation list and nothing else", null);
            }
            return list;
        } catch (CertificateException | CRLException e) {
            throw malformed(item, "a DER revocation list", e);
        }
    }

    /** The XML of NVIDIA's reference measurements, out of the JSON that carries it in base64. */
    static Bytes manifest(Item item, Bytes content) throws FetchException {
        JsonNode encoded = json(item, content).path("rim");
        if (!encoded.isTextual()) {
            throw malformed(item, "a member rim of base64", null);
        }
        return base64(item, encoded.textValue());
    }

    /** A set of keys beside the issuer that it was asked of. */
    static Bytes keysOf(Item item, String issuer, Bytes content) throws FetchException {
        ObjectNode named = Json.mapper().createObjectNode();
        named.put("issuer", issuer);
        named.set("jwks", json(item, content));
        return Bytes.of(Json.write(named));
    }

    static Bytes urlDecoded(Item item, String text) throws FetchException {
        try {
            // A plus sign is base64 here, and no space as it would be in a form.
            return Bytes.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.US_ASCII)
                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw malformed(item, "a URL-encoded chain", e);
        }
    }

    private static Optional<Instant> nextUpdate(Item item, JsonNode statement) throws FetchException {
        try {
            return Optional.of(Instant.parse(statement.path("nextUpdate").asText()));
        } catch (DateTimeException e) {
            throw malformed(item, "a time of the next update", e);
        }
    }

    private static ObjectNode json(Item item, Bytes content) throws FetchException {
        try {
            return Json.read(content.toArray(), ObjectNode.class);
        } catch (MalformedJsonException e) {
            throw malformed(item, "a JSON object", e);
        }
    }

    private static Bytes base64(Item item, String text) throws FetchException {
        try {
            return Bytes.of(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw malformed(item, "base64", e);
        }
    }

    private static FetchException malformed(
            Item item, String expected, @org.jspecify.annotations.Nullable Throwable cause) {
        return new FetchException(Cause.MALFORMED, item.key() + ": expected " + expected, cause);
    }
}
