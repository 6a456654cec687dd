package io.verigrad.payment.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.ListedResource;
import io.verigrad.ledger.ResourcePage;
import io.verigrad.ledger.ResourceQuery;
import io.verigrad.ledger.Resources;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentHeader;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Lists what was paid for, and finds it again. */
@ApplicationScoped
public class Discovery {
    /** The name of the extension, as {@code /supported} says it. */
    public static final String EXTENSION = Listing.BAZAAR;

    private static final Logger LOG = Logger.getLogger(Discovery.class);
    private static final int VERSION = 2;

    private final Resources resources;

    Discovery(Resources resources) {
        this.resources = resources;
    }

    /**
     * Lists the resource of a payment that was settled, if it asks for that.
     *
     * @return what became of it, as a header says it ({@code EXTENSION-RESPONSES}); empty if it was not asked for
     */
    public Optional<String> settled(FacilitatorRequest request) {
        if (!Listing.isWanted(request)) {
            return Optional.empty();
        }
        Optional<ListedResource> listing = Listing.of(request);
        boolean taken = listing.isPresent() && note(listing.get());
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.putObject(EXTENSION).put("status", taken ? "success" : "rejected");
        return Optional.of(PaymentHeader.encode(answer));
    }

    /** The money has moved: that nobody can be told of it must not look like a failure. */
    private boolean note(ListedResource resource) {
        try {
            return LedgerAnswer.await(resources.note(resource));
        } catch (LedgerUnavailableException e) {
            LOG.warnf("A resource could not be listed: %s", e.getMessage());
            return false;
        }
    }

    /** The answer to {@code GET /discovery/resources}. */
    public JsonNode list(ResourceQuery query) throws LedgerUnavailableException {
        ResourcePage page = LedgerAnswer.await(resources.find(query));
        ObjectNode answer = Json.mapper().createObjectNode().put("x402Version", VERSION);
        add(answer.putArray("items"), page);
        answer.putObject("pagination")
                .put("limit", query.limit())
                .put("offset", query.offset())
                .put("total", page.total());
        return answer;
    }

    /** The answer to {@code GET /discovery/search}. */
    public JsonNode search(ResourceQuery query) throws LedgerUnavailableException {
        ResourcePage page = LedgerAnswer.await(resources.find(query));
        ObjectNode answer = Json.mapper().createObjectNode().put("x402Version", VERSION);
        add(answer.putArray("resources"), page);
        int next = query.offset() + page.found().size();
        ObjectNode pagination = answer.put("partialResults", false)
                .putObject("pagination")
                .put("limit", page.found().size());
        if (next < page.total()) {
            pagination.put("cursor", Integer.toString(next));
        } else {
            pagination.putNull("cursor");
        }
        return answer;
    }

    private static void add(ArrayNode items, ResourcePage page) {
        for (ResourcePage.Found found : page.found()) {
            try {
                ObjectNode entry = Json.read(found.entry().getBytes(StandardCharsets.UTF_8), ObjectNode.class);
                items.add(entry.put("lastUpdated", found.updated().toString()));
            } catch (MalformedJsonException e) {
                throw new IllegalStateException("the ledger holds an entry that is no JSON", e);
            }
        }
    }
}
