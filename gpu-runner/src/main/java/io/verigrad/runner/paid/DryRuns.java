package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Hash32;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Rehearsals of calls ({@code Verigrad-Dry-Run: true}): the request is checked as if it were to run, and what it would cost,
 * its hash and a test receipt are answered. Nothing runs and nothing is charged.
 */
public final class DryRuns {
    /** A rehearsal costs its sender nothing and may load a model: few at once, so that paid calls are not behind them. */
    private static final int AT_ONCE = 2;

    private final Offers offers;
    private final ReceiptWriter receipts;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public DryRuns(Offers offers, ReceiptWriter receipts) {
        this.offers = offers;
        this.receipts = receipts;
    }

    /** Whether {@code request} is one. Anything but true and false is refused: a misspelt one would be charged. */
    static boolean asked(PaidRequest request) throws RefusedException {
        String asked = request.dryRun().map(String::strip).orElse("false");
        if (!asked.equals("true") && !asked.equals("false")) {
            throw RefusedException.failed(400, "invalid_header", "Verigrad-Dry-Run: expected true or false");
        }
        boolean dry = asked.equals("true");
        if (dry && (request.paymentV1().isPresent() || request.paymentV2().isPresent())) {
            throw RefusedException.failed(
                    400,
                    "payment_with_dry_run",
                    "Verigrad-Dry-Run: a rehearsal takes no payment; leave one header out");
        }
        return dry;
    }

    PaidResponse serve(PaidRequest request, Product product, Hash32 clientNonce, Job.Factory jobs)
            throws RefusedException {
        if (!places.tryAcquire()) {
            throw RefusedException.failed(503, "overloaded", "too many dry runs at once; try again");
        }
        try {
            Job job = PaidRun.prepare(jobs);
            Hash32 hash = request.hash();
            Offer offer = offers.signed(product, Scheme.EXACT_EIP3009).offer();
            ObjectNode body = Json.mapper().createObjectNode();
            body.put("dryRun", true)
                    .put("model", product.name())
                    .put("requestHash", hash.toString())
                    .put("assurance", offer.minAssurance().name());
            body.set("quote", Json.tree(offers.required(product, request.url()).accepts()));
            body.set("testReceipt", Json.tree(receipts.rehearse(product, offer, job, hash, clientNonce)));
            return new PaidResponse(200, Map.of("Cache-Control", "no-store"), Json.write(body));
        } finally {
            places.release();
        }
    }
}
