package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.ledger.ResourceQuery;
import io.verigrad.payment.discovery.Discovery;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Finds what can be bought (x402 v2, section 8, and the search of the reference's client). */
@Path("/discovery")
@Produces(MediaType.APPLICATION_JSON)
public class DiscoveryResource {
    private static final Logger LOG = Logger.getLogger(DiscoveryResource.class);
    private static final int MAX_LIMIT = 100;
    private static final int MAX_OFFSET = 100_000;
    private static final int MAX_TEXT = 200;

    private final Discovery discovery;

    DiscoveryResource(Discovery discovery) {
        this.discovery = discovery;
    }

    /** A parameter that is not what it should be. */
    private static final class BadParameter extends Exception {
        private static final long serialVersionUID = 1;

        BadParameter(String name, String expected) {
            super(name + ": expected " + expected);
        }
    }

    /** What is done with a query. */
    private interface Use {
        JsonNode of(ResourceQuery query) throws LedgerUnavailableException;
    }

    @GET
    @Path("resources")
    public RestResponse<JsonNode> resources(@Context UriInfo uri) {
        return answer(uri, false, "offset", discovery::list);
    }

    @GET
    @Path("search")
    public RestResponse<JsonNode> search(@Context UriInfo uri) {
        return answer(uri, true, "cursor", discovery::search);
    }

    private RestResponse<JsonNode> answer(UriInfo uri, boolean needsWords, String start, Use use) {
        try {
            return RestResponse.ok(use.of(query(uri.getQueryParameters(), needsWords, start)));
        } catch (BadParameter e) {
            return RestResponse.status(
                    RestResponse.Status.BAD_REQUEST, Json.tree(Map.of("error", String.valueOf(e.getMessage()))));
        } catch (LedgerUnavailableException e) {
            LOG.warnf("discovery: %s", e.getMessage());
            return RestResponse.status(
                    RestResponse.Status.SERVICE_UNAVAILABLE,
                    Json.tree(Map.of("error", "the ledger is not available, try later")));
        }
    }

    private static ResourceQuery query(MultivaluedMap<String, String> given, boolean needsWords, String start)
            throws BadParameter {
        Optional<String> words = text(given, "query");
        if (needsWords && words.isEmpty()) {
            throw new BadParameter("query", "what to search for");
        }
        return new ResourceQuery(
                needsWords ? words : Optional.empty(),
                text(given, "type"),
                value(given, "payTo", Address::parse, "an address"),
                text(given, "scheme"),
                text(given, "network"),
                text(given, "extensions"),
                number(given, "limit", 20, 1, MAX_LIMIT),
                number(given, start, 0, 0, MAX_OFFSET));
    }

    private static Optional<String> text(MultivaluedMap<String, String> given, String name) throws BadParameter {
        Optional<String> text = Optional.ofNullable(given.getFirst(name)).filter(found -> !found.isBlank());
        if (text.filter(found -> found.length() > MAX_TEXT || found.indexOf(0) >= 0)
                .isPresent()) {
            throw new BadParameter(name, "text of at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static <T> Optional<T> value(
            MultivaluedMap<String, String> given, String name, Function<String, T> parser, String expected)
            throws BadParameter {
        try {
            return text(given, name).map(parser);
        } catch (IllegalArgumentException e) {
            throw new BadParameter(name, expected);
        }
    }

    private static int number(MultivaluedMap<String, String> given, String name, int absent, int least, int most)
            throws BadParameter {
        String expected = "a number from " + least + " to " + most;
        int number = value(given, name, Integer::parseInt, expected).orElse(absent);
        if (number < least || number > most) {
            throw new BadParameter(name, expected);
        }
        return number;
    }
}
