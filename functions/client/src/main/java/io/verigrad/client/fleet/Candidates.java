package io.verigrad.client.fleet;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The runners for a model, best first: those that did not fail lately, then the cheapest, then the fastest. */
final class Candidates {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int MOST = 100;

    private final Runners runners;
    private final Lookout lookout;
    private final Health health;
    private final Clock clock;
    private final Map<String, Found> cache = new ConcurrentHashMap<>();

    Candidates(Runners runners, Lookout lookout, Health health, Clock clock) {
        this.runners = runners;
        this.lookout = lookout;
        this.health = health;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param unfit the others, with their problems
     */
    record Found(List<Candidate> fit, List<Sighting.Unfit> unfit, Instant at) {
        Found {
            fit = List.copyOf(fit);
            unfit = List.copyOf(unfit);
        }
    }

    /** The runners for a model, as they were found half a minute ago at most. */
    Found of(String model) throws IOException {
        Found known = cache.get(model);
        if (known == null
                || known.fit().isEmpty()
                || clock.instant().isAfter(known.at().plus(FRESH))) {
            known = look(model);
            cache.put(model, known);
        }
        List<Candidate> ranked = new ArrayList<>(known.fit());
        ranked.sort(Comparator.<Candidate, Boolean>comparing(candidate -> health.isResting(candidate.runner()))
                .thenComparing(Candidate::price)
                .thenComparing(Candidate::latency));
        return new Found(ranked, known.unfit(), known.at());
    }

    private Found look(String model) throws IOException {
        List<Candidate> fit = new ArrayList<>();
        List<Sighting.Unfit> unfit = new ArrayList<>();
        for (Sighting sighting :
                sightings(model, runners.all().stream().limit(MOST).toList())) {
            switch (sighting) {
                case Sighting.Fit(Candidate candidate) -> fit.add(candidate);
                case Sighting.Unfit one -> unfit.add(one);
            }
        }
        return new Found(fit, unfit, clock.instant());
    }

    private List<Sighting> sightings(String model, List<URI> all) throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sighting>> looks = new ArrayList<>();
            for (URI runner : all) {
                looks.add(threads.submit(() -> lookout.look(runner, model)));
            }
            List<Sighting> sightings = new ArrayList<>();
            for (Future<Sighting> look : looks) {
                sightings.add(look.get());
            }
            return sightings;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking at a runner failed", e.getCause());
        }
    }
}
