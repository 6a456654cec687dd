package io.verigrad.runner.paid;

import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.StackTrace;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.RunQueue;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs what contracts ask for. The price lies in escrow on the chain, so there is no payment to reserve; without an answer
 * that validators endorse the asker gets it back. Nobody's word is taken for the request: its bytes must have the hash that the
 * receipt then names, and the contract compares that with what was asked.
 */
public final class ContractRuns {
    private static final Logger LOG = Logger.getLogger(ContractRuns.class);

    private final List<JobSource> sources;
    private final Catalogue catalogue;
    private final Offers offers;
    private final ReceiptWriter receipts;
    private final RunQueue queue;
    private final Enclave enclave;

    public ContractRuns(
            List<JobSource> sources,
            Catalogue catalogue,
            Offers offers,
            ReceiptWriter receipts,
            RunQueue queue,
            Enclave enclave) {
        this.sources = List.copyOf(sources);
        this.catalogue = catalogue;
        this.offers = offers;
        this.receipts = receipts;
        this.queue = queue;
        this.enclave = enclave;
    }

    /** Runs one, after those that wait already. */
    public ContractOutcome run(ContractRequest request) {
        try {
            byte[] body = Base64.getDecoder().decode(request.body());
            if (!ContentHash.request("POST", request.path(), body).equals(request.requestHash())) {
                return new ContractOutcome.Declined("request_mismatch");
            }
            Optional<JobSource.Wanted> wanted = wanted(request.path(), body);
            return wanted.isEmpty() ? new ContractOutcome.Declined("path_not_served") : run(request, wanted.get());
        } catch (InvalidRequestException e) {
            return new ContractOutcome.Declined(e.problem().code());
        } catch (IllegalArgumentException e) {
            return new ContractOutcome.Declined("malformed_request");
        } catch (RunException e) {
            LOG.warnf(
                    "request %d of a contract: %s: %s",
                    request.requestId(), e.getMessage(), StackTrace.withoutMessages(e));
            return new ContractOutcome.Declined("run_failed");
        }
    }

    private Optional<JobSource.Wanted> wanted(String path, byte[] body) throws InvalidRequestException {
        for (JobSource source : sources) {
            Optional<JobSource.Wanted> found = source.find(path, body);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private ContractOutcome run(ContractRequest request, JobSource.Wanted wanted)
            throws InvalidRequestException, RunException {
        Product product = catalogue.product(wanted.model());
        SignedOffer offer = offers.signed(product, Scheme.REQUEST);
        Optional<String> objection = objection(request, product, offer);
        if (objection.isPresent()) {
            return new ContractOutcome.Declined(objection.get());
        }
        Optional<RunQueue.Place> entered = queue.enter();
        if (entered.isEmpty()) {
            return new ContractOutcome.Declined("overloaded");
        }
        try (RunQueue.Place place = entered.get()) {
            Job job = wanted.jobs().prepare();
            if (job.streams()) {
                return new ContractOutcome.Declined("stream_not_answered");
            }
            AnswerEvents none = receipts.events(request.requestHash(), _ -> {}, () -> {});
            Answer answer = place.run(() -> job.run(none), _ -> {});
            return new ContractOutcome.Answered(receipts.answer(request, product, offer, job, answer), answer.body());
        }
    }

    private Optional<String> objection(ContractRequest request, Product product, SignedOffer offer) {
        if (!product.modelDigest().equals(request.modelDigest())) {
            return Optional.of("model_not_found");
        }
        if (!offer.offer().asset().equals(request.asset())) {
            return Optional.of("asset_not_taken");
        }
        if (offer.offer().flatPrice().compareTo(request.price()) > 0) {
            return Optional.of("price_too_low");
        }
        return request.minAssurance() > product.assurance(enclave.assurance()).code()
                ? Optional.of("assurance_unreachable")
                : Optional.empty();
    }
}
