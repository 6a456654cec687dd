package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Hash32;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** Asks every validator to endorse a batch, all at the same time, and believes only what each one signed. */
@Singleton
class Validators {
    private static final Logger LOG = Logger.getLogger(Validators.class);
    private static final int MAX_REASON = 100;
    private static final int MAX_ANSWER = 1 << 20;

    private final List<URI> urls;
    private final TypedDataDomain domain;
    private final BoundedHttp http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Validators(SettlementSettings settings, Chain chain) {
        this.urls = List.copyOf(settings.validators());
        this.domain = TypedDataDomain.verigrad(
                chain.config().chainId(), chain.config().settlement());
        this.http = BoundedHttp.create(settings.endorseTimeout(), MAX_ANSWER);
    }

    /** What the validators said of the receipts of {@code root}; those that did not answer in time are missing. */
    Endorsements endorse(Hash32 root, EndorseRequest request) {
        List<Future<Optional<EndorseAnswer>>> asked = urls.stream()
                .map(url -> threads.submit(() -> ask(url, request)))
                .toList();
        Endorsements.Builder endorsements = new Endorsements.Builder();
        for (Future<Optional<EndorseAnswer>> answer : asked) {
            answerOf(answer).ifPresent(given -> add(endorsements, root, request, given));
        }
        return endorsements.build();
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
        http.close();
    }

    private void add(Endorsements.Builder endorsements, Hash32 root, EndorseRequest request, EndorseAnswer answer) {
        switch (answer) {
            case EndorseAnswer.Refused(List<EndorseAnswer.RefusedReceipt> refused, Optional<String> reason) -> {
                reason.ifPresent(why -> LOG.warnf("A validator refuses batch %s as a whole: %s", root, printable(why)));
                refused.forEach(receipt -> LOG.warnf(
                        "A validator refuses receipt %s: %s", receipt.receiptId(), printable(receipt.reason())));
                endorsements.refuse(refused);
            }
            case EndorseAnswer.Endorsed endorsed -> {
                if (isFor(root, request, endorsed)) {
                    endorsements.add(endorsed.appraisal(), new Endorsement(endorsed.validator(), endorsed.signature()));
                } else {
                    LOG.warnf("Validator %s signed something else than batch %s", endorsed.validator(), root);
                }
            }
        }
    }

    /** One signature that is not good would make the contract refuse the whole batch. */
    private boolean isFor(Hash32 root, EndorseRequest request, EndorseAnswer.Endorsed endorsed) {
        Appraisal appraisal = endorsed.appraisal();
        return appraisal.batchRoot().equals(root)
                && appraisal.count() == request.receiptIds().size()
                && appraisal.appraisedAt() == request.appraisedAt()
                && Secp256k1.recover(domain.digest(appraisal.structHash()), endorsed.signature())
                        .filter(endorsed.validator()::equals)
                        .isPresent();
    }

    /** A validator's text must not write lines of its own into the log. */
    private static String printable(String reason) {
        String clean = reason.replaceAll("[^A-Za-z0-9_.:\\-]", "?");
        return clean.substring(0, Math.min(MAX_REASON, clean.length()));
    }

    private Optional<EndorseAnswer> ask(URI url, EndorseRequest request) throws InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + "/endorse"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request)))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(post);
            if (response.statusCode() != 200) {
                LOG.warnf("Validator %s answered %d", url, response.statusCode());
                return Optional.empty();
            }
            return Optional.of(Json.read(response.body(), EndorseAnswer.class));
        } catch (IOException e) {
            LOG.warnf("Validator %s does not answer: %s", url, e);
        } catch (MalformedJsonException e) {
            LOG.warnf("Validator %s answered what is no answer: %s", url, e.getMessage());
        }
        return Optional.empty();
    }

    private static Optional<EndorseAnswer> answerOf(Future<Optional<EndorseAnswer>> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking a validator failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while validators were asked", e);
        }
    }
}
