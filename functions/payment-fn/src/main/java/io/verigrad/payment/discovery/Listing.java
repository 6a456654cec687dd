package io.verigrad.payment.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.ledger.ListedResource;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ResourceInfo;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes an entry of what a payment says that it is for. A stranger wrote it, so it is bounded and never followed. */
final class Listing {
    /** The name of the extension. */
    static final String BAZAAR = "bazaar";

    private static final Set<String> TYPES = Set.of("http", "mcp");
    private static final int MAX_URL = 2048;
    private static final int MAX_ENTRY = 16 << 10;
    private static final int MAX_WORDS = 2000;
    private static final int MAX_EXTENSIONS = 32;
    private static final Pattern EXTENSION_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}");

    private Listing() {}

    /** Whether a payment asks to have its resource listed. */
    static boolean isWanted(FacilitatorRequest request) {
        return bazaar(request).isPresent();
    }

    /** The entry, or empty if what was sent is none. */
    static Optional<ListedResource> of(FacilitatorRequest request) {
        Optional<JsonNode> bazaar = bazaar(request);
        Optional<ResourceInfo> resource = request.paymentPayload().resource();
        if (bazaar.isEmpty() || resource.isEmpty() || !isWeb(resource.get().url())) {
            return Optional.empty();
        }
        JsonNode info = bazaar.get().path("info");
        String type = info.at("/input/type").asText();
        if (!TYPES.contains(type)) {
            return Optional.empty();
        }
        ObjectNode entry = entry(resource.get(), type, request, bazaar.get());
        String text = entry.toString();
        if (text.length() > MAX_ENTRY) {
            return Optional.empty();
        }
        PaymentRequirements terms = request.paymentRequirements();
        return Optional.of(new ListedResource(
                resource.get().url(),
                terms.payTo(),
                type,
                terms.scheme(),
                terms.network().toString(),
                extensions(request),
                text,
                words(resource.get())));
    }

    /** Nobody looks for other names, and the ledger keeps no character zero. */
    private static List<String> extensions(FacilitatorRequest request) {
        return request.paymentPayload().extensions().stream()
                .flatMap(extensions -> extensions.propertyStream().map(Map.Entry::getKey))
                .filter(name -> EXTENSION_NAME.matcher(name).matches())
                .limit(MAX_EXTENSIONS)
                .toList();
    }

    private static ObjectNode entry(ResourceInfo resource, String type, FacilitatorRequest request, JsonNode bazaar) {
        ObjectNode entry = Json.mapper()
                .createObjectNode()
                .put("resource", resource.url())
                .put("type", type)
                .put("x402Version", request.paymentPayload().version().number());
        entry.putArray("accepts").add(request.paymentRequirements().toJson());
        resource.description().ifPresent(text -> entry.put("description", text));
        resource.mimeType().ifPresent(text -> entry.put("mimeType", text));
        entry.putObject("extensions").set(BAZAAR, bazaar.deepCopy());
        return entry;
    }

    private static Optional<JsonNode> bazaar(FacilitatorRequest request) {
        return request.paymentPayload()
                .extensions()
                .map(extensions -> extensions.path(BAZAAR))
                .filter(JsonNode::isObject);
    }

    private static boolean isWeb(String url) {
        if (url.length() > MAX_URL) {
            return false;
        }
        try {
            URI uri = URI.create(url);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) || "mcp".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException noUrl) {
            return false;
        }
    }

    /** The parts of the address are words as well: {@code /v1/weather} is about weather. */
    private static String words(ResourceInfo resource) {
        String words = resource.url().replaceAll("[^\\p{Alnum}]+", " ")
                + ' '
                + resource.description().orElse("").replaceAll("\\p{Cntrl}+", " ");
        return words.substring(0, Math.min(MAX_WORDS, words.length()));
    }
}
