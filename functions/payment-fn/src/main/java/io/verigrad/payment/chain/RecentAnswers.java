package io.verigrad.payment.chain;

import io.verigrad.chain.rpc.ChainUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers of the chain that may be used again for a short time. */
final class RecentAnswers<K, V> {
    /** Strangers choose the keys, so there must be an end to them. */
    private static final int MAX_ENTRIES = 10_000;

    /** Asks the chain; empty answers are not kept. */
    interface Question<V> {
        Optional<V> ask() throws ChainUnavailableException;
    }

    private record Answer<V>(V value, Instant goodUntil) {}

    private final ConcurrentHashMap<K, Answer<V>> answers = new ConcurrentHashMap<>();
    private final Duration age;
    private final Clock clock;

    RecentAnswers(Duration age, Clock clock) {
        this.age = age;
        this.clock = clock;
    }

    Optional<V> get(K key, Question<V> question) throws ChainUnavailableException {
        Instant now = clock.instant();
        Answer<V> recent = answers.get(key);
        if (recent != null && now.isBefore(recent.goodUntil())) {
            return Optional.of(recent.value());
        }
        Optional<V> value = question.ask();
        if (answers.size() >= MAX_ENTRIES) {
            answers.clear();
        }
        value.ifPresent(fresh -> answers.put(key, new Answer<>(fresh, now.plus(age))));
        return value;
    }

    void forget(K key) {
        answers.remove(key);
    }
}
