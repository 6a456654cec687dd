package io.verigrad.collateral;

import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.collateral.FetchException.Cause;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has what verifiers need, from the store while it is young, else from the vendor's service. An older answer serves where the
 * service fails: whether it is still good is for the verifier to say. Blocks; safe for many threads.
 */
public final class CollateralService implements AutoCloseable {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final int MAX_REMEMBERED = 10_000;

    private final CollateralStore store;
    private final Optional<Fetcher> fetcher;
    private final Duration patience;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Found>> underWay = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Map<Item, Instant> used = new ConcurrentHashMap<>();

    /**
     * @param fetcher empty to use the store alone
     * @param patience the longest wait for all items of one piece of evidence together
     */
    public CollateralService(CollateralStore store, Optional<Fetcher> fetcher, Duration patience, Clock clock) {
        this.store = store;
        this.fetcher = fetcher;
        this.patience = patience;
        this.clock = clock;
    }

    private record Found(Optional<Stored> answer, Optional<Gathered.Problem> problem) {}

    private record Failure(FetchException cause, Instant until) {}

    /**
     * What there is for one piece of evidence; nothing is asked for formats that the policy does not accept.
     *
     * @throws EvidenceFormatException if the document is not of the format it claims
     */
    public Gathered gather(Evidence evidence, AppraisalPolicy policy) throws EvidenceFormatException {
        Gathered first = gather(Needs.of(evidence, policy));
        List<Item> more = Needs.ofManifests(first.collateral().documents(CollateralDocument.Kind.NVIDIA_RIM));
        return more.isEmpty() ? first : first.and(gather(more));
    }

    /** What there is of some items. */
    public Gathered gather(List<Item> items) {
        Map<Item, CompletableFuture<Found>> asked = new LinkedHashMap<>();
        items.forEach(item -> asked.put(item, ask(item)));
        long until = System.nanoTime() + patience.toNanos();
        Assembly assembly = new Assembly();
        asked.forEach((item, answer) -> assembly.add(item, await(item, answer, until)));
        return assembly.gathered();
    }

    /** Asks again for everything that was used of late and is due, so that nobody has to wait for it. */
    public void refresh() {
        Instant now = clock.instant();
        used.values().removeIf(last -> last.isBefore(now.minus(REMEMBERED)));
        gather(List.copyOf(used.keySet()));
    }

    /** One question at a time for each item, whoever asks. */
    private CompletableFuture<Found> ask(Item item) {
        if (used.size() < MAX_REMEMBERED || used.containsKey(item)) {
            used.put(item, clock.instant());
        }
        return underWay.computeIfAbsent(
                item.key(),
                key -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return find(item);
                            } finally {
                                underWay.remove(key);
                            }
                        },
                        threads));
    }

    private Found find(Item item) {
        Optional<Stored> kept;
        try {
            kept = store.find(item.key());
        } catch (IOException e) {
            kept = Optional.empty();
        }
        if (fetcher.isEmpty()) {
            return new Found(
                    kept,
                    kept.isPresent()
                            ? Optional.empty()
                            : problem(
                                    new FetchException(Cause.UNREACHABLE, item.key() + ": not kept, and offline"),
                                    kept));
        }
        if (kept.isPresent() && clock.instant().isBefore(kept.get().refreshAt())) {
            return new Found(kept, Optional.empty());
        }
        try {
            Stored answer = fetch(fetcher.get(), item);
            keep(item, answer);
            return new Found(Optional.of(answer), Optional.empty());
        } catch (FetchException e) {
            return new Found(kept, problem(e, kept));
        }
    }

    private Stored fetch(Fetcher from, Item item) throws FetchException {
        Failure before = failures.get(item.key());
        if (before != null && clock.instant().isBefore(before.until)) {
            throw before.cause;
        }
        try {
            Stored answer = from.fetch(item);
            failures.remove(item.key());
            return answer;
        } catch (FetchException e) {
            if (failures.size() >= MAX_REMEMBERED) {
                failures.clear();
            }
            failures.put(item.key(), new Failure(e, clock.instant().plus(AFTER_FAILURE)));
            throw e;
        }
    }

    private void keep(Item item, Stored answer) {
        try {
            store.keep(item.key(), answer);
        } catch (IOException full) {
            // The answer serves once; it is asked for again, which the pace of the service bounds.
            System.getLogger(CollateralService.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot keep {0}: {1}", item.key(), full);
        }
    }

    private Found await(Item item, CompletableFuture<Found> answer, long until) {
        FetchException failure;
        try {
            return answer.get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            failure = new FetchException(Cause.UNREACHABLE, item.key() + ": not there within " + patience, e);
        } catch (ExecutionException e) {
            failure = new FetchException(Cause.UNREACHABLE, item.key() + ": failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new FetchException(Cause.UNREACHABLE, item.key() + ": interrupted", e);
        }
        try {
            Optional<Stored> kept = store.find(item.key());
            return new Found(kept, problem(failure, kept));
        } catch (IOException e) {
            return new Found(Optional.empty(), problem(failure, Optional.empty()));
        }
    }

    private static Optional<Gathered.Problem> problem(FetchException failure, Optional<Stored> kept) {
        return Optional.of(
                new Gathered.Problem(failure.kind(), String.valueOf(failure.getMessage()), kept.isPresent()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        fetcher.ifPresent(Fetcher::close);
    }

    /** Puts answers together as verifiers take them. */
    private static final class Assembly {
        private final List<X509Certificate> certificates = new ArrayList<>();
        private final List<X509CRL> lists = new ArrayList<>();
        private final List<CollateralDocument> documents = new ArrayList<>();
        private final List<Gathered.Problem> problems = new ArrayList<>();
        private final List<Hash32> digests = new ArrayList<>();

        void add(Item item, Found found) {
            found.problem().ifPresent(problems::add);
            found.answer().ifPresent(answer -> {
                try {
                    add(item, answer);
                    digests.add(answer.digest());
                } catch (FetchException | IllegalArgumentException e) {
                    problems.add(new Gathered.Problem(Cause.MALFORMED, item.key() + ": " + e.getMessage(), false));
                }
            });
        }

        private void add(Item item, Stored answer) throws FetchException {
            if (!item.chainHeader().isEmpty()) {
                certificates.addAll(Contents.certificates(item, answer.chain()));
            }
            switch (item.form()) {
                case CERTIFICATE -> certificates.add(Contents.certificate(item, answer.content()));
                case CERTIFICATES -> certificates.addAll(Contents.certificates(item, answer.content()));
                case REVOCATION_LIST -> lists.add(Contents.list(item, answer.content()));
                case RIM -> document(item, Contents.manifest(item, answer.content()));
                case KEYS -> document(item, Contents.keysOf(item, Items.issuerOf(item.service()), answer.content()));
                case TCB_INFO, QE_IDENTITY, OCSP -> document(item, answer.content());
            }
        }

        private void document(Item item, Bytes content) {
            documents.add(new CollateralDocument(item.form().kind().orElseThrow(), content));
        }

        Gathered gathered() {
            return new Gathered(new Collateral(certificates, lists, documents), problems, digests);
        }
    }
}
