package io.verigrad.verifier.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.smallrye.mutiny.Uni;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersistenceTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Persistence persistence = new Persistence(Duration.ofMillis(1), Duration.ofMillis(2));
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void goesOnForAsLongAsTheChainIsAway() {
        Uni<String> work = persistence.blocking("test", () -> {
            if (calls.incrementAndGet() < 5 * Persistence.ATTEMPTS) {
                throw new ChainUnavailableException("eth_call", "away");
            }
            return "done";
        });

        assertThat(work.await().atMost(LIMIT)).isEqualTo("done");
    }

    @Test
    void goesOnForAsLongAsTheDatabaseIsAway() {
        Uni<String> work = persistence.reactive("test", Uni.createFrom().item(() -> {
            if (calls.incrementAndGet() < 5 * Persistence.ATTEMPTS) {
                throw new IllegalStateException("wrapped", new ConnectException("refused"));
            }
            return "done";
        }));

        assertThat(work.await().atMost(LIMIT)).isEqualTo("done");
    }

    @Test
    void givesUpOnABugAfterSomeAttempts() {
        Uni<String> work = persistence.blocking("test", () -> {
            calls.incrementAndGet();
            throw new IllegalStateException("a bug");
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> work.await().atMost(LIMIT))
                .withMessage("a bug");
        assertThat(calls).hasValue(Persistence.ATTEMPTS);
    }

    @Test
    void givesUpOnAMalformedEventAtOnce() {
        Uni<String> work = persistence.blocking("test", () -> {
            calls.incrementAndGet();
            throw new MalformedEventException("no event");
        });

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> work.await().atMost(LIMIT))
                .withCauseInstanceOf(MalformedEventException.class);
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"57P01, true", "08006, true", "40001, true", "53300, true", "23505, false", "42601, false"})
    void tellsAnAbsentDatabaseFromARefusedStatement(String sqlState, boolean outage) {
        assertThat(Outage.isCauseOf(new IllegalStateException(new PgException("test", "ERROR", sqlState, ""))))
                .isEqualTo(outage);
    }

    @Test
    void looksThroughCausesAndNotForEver() {
        IOException one = new IOException("one");
        IllegalStateException other = new IllegalStateException("other");
        IllegalArgumentException loop = new IllegalArgumentException("loop", other);
        other.initCause(loop);

        assertThat(Outage.isCauseOf(new IllegalStateException(new IllegalStateException(one))))
                .isTrue();
        assertThat(Outage.isCauseOf(other)).isFalse();
    }
}
