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
        Optional<V> recent = recent(key);
        if (recent.isPresent()) {
            return recent;
        }
        Instant asked = clock.instant();
        Optional<V> value = question.ask();
        value.ifPresent(fresh -> keep(key, fresh, asked));
        return value;
    }

    /** An answer that is not too old, if there is one. */
    Optional<V> recent(K key) {
        Answer<V> recent = answers.get(key);
        return recent != null && clock.instant().isBefore(recent.goodUntil())
                ? Optional.of(recent.value())
                : Optional.empty();
    }

    /** Keeps what the chain said just now. */
    void remember(K key, V value) {
        keep(key, value, clock.instant());
    }

    private void keep(K key, V value, Instant asked) {
        if (answers.size() >= MAX_ENTRIES) {
            answers.clear();
        }
        answers.put(key, new Answer<>(value, asked.plus(age)));
    }

    void forget(K key) {
        answers.remove(key);
    }
}
