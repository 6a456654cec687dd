package io.verigrad.ledger;

import static io.verigrad.ledger.Fixtures.address;
import static io.verigrad.ledger.Fixtures.await;
import static io.verigrad.ledger.Fixtures.reservation;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * {@code ./verigrad bench ledger}: reservations per second, as {@code check} makes them, in an empty ledger and in one that
 * holds the settled payments of a year. No test of the suite: its name matches none that the build runs.
 */
@LedgerTest
class LedgerBench {
    private static final long ROWS = Long.getLong("bench.rows", 1_000_000);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));
    private static final Path TABLE = Path.of(System.getProperty("bench.table", "target/bench/ledger.md"));
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 64;
    private static final int PAYERS = 10_000;
    private static final long CHUNK = 500_000;

    /** Trust that grows with what a payer settled of late, so that every reservation reads the payer's history. */
    private static final Limits LIMITS = new Limits(
            TokenAmount.of(1_000_000_000_000L),
            new ExposureCap(
                    TokenAmount.of(1_000_000_000L), TokenAmount.of(1_000_000_000_000L), 10, Duration.ofDays(30)));

    @Inject
    Payments payments;

    @Inject
    LedgerSession ledger;

    private record Sample(double perSecond, double median, double slow) {
        String row(long rows) {
            return "| %,d | %.0f | %.1f ms | %.1f ms |%n".formatted(rows, perSecond, median, slow);
        }
    }

    @Test
    void reservesAsFastWhateverTheTableHolds() throws IOException {
        round();
        Sample empty = middleOfRounds();
        fill();
        round();
        Sample full = middleOfRounds();
        Files.createDirectories(TABLE.toAbsolutePath().getParent());
        Files.writeString(
                TABLE,
                "| settled rows | check/s | p50 | p99 |\n| --- | --- | --- | --- |\n" + empty.row(0) + full.row(ROWS));
    }

    private Sample middleOfRounds() {
        Sample[] samples = new Sample[ROUNDS];
        Arrays.setAll(samples, i -> round());
        Arrays.sort(samples, (a, b) -> Double.compare(a.perSecond(), b.perSecond()));
        return samples[ROUNDS / 2];
    }

    private Sample round() {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        long end = start + ROUND.toNanos();
        long[] latencies = Multi.createBy()
                .repeating()
                .supplier(next::incrementAndGet)
                .whilst(number -> System.nanoTime() < end)
                .onItem()
                .transformToUni(this::reserve)
                .merge(AT_ONCE)
                .collect()
                .asList()
                .await()
                .atMost(ROUND.plusMinutes(1))
                .stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Sample(
                latencies.length / seconds,
                latencies[latencies.length / 2] / 1e6,
                latencies[(int) (latencies.length * 0.99)] / 1e6);
    }

    private Uni<Long> reserve(long number) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return payments.reserve(reservation(payer(number), 1, LIMITS)).map(outcome -> {
                assertThat(outcome).isInstanceOf(Reservation.Reserved.class);
                return System.nanoTime() - asked;
            });
        });
    }

    /** Those whose history the table holds. */
    private static Address payer(long number) {
        return address("payer of history " + Math.floorMod(number * 7919, PAYERS));
    }

    private void fill() {
        for (long from = 0; from < ROWS; from += CHUNK) {
            long last = Math.min(from + CHUNK, ROWS) - 1;
            Map<String, Object> range = Map.of("first", from, "last", last, "payers", (long) PAYERS);
            await(
                    ledger.withStatements(statements -> statements.update(SETTLED_PAYMENTS, range)),
                    Duration.ofMinutes(30));
        }
        await(
                ledger.withStatements(statements -> statements.update("analyze payment", Map.of())),
                Duration.ofMinutes(5));
    }

    private static void await(Uni<?> work, Duration limit) {
        work.await().atMost(limit);
    }

    private static final String SETTLED_PAYMENTS = """
            insert into payment (payment_id, state, request_hash, scheme, payer, asset, pay_to, host, cap, charge,
                enclave_key, valid_after, valid_before, nonce, signature, deadline, receipt_id, created_at, updated_at)
            select sha256(int8send(i)), 'SETTLED', sha256(int8send(i)), 'EXACT_EIP3009',
                substring(sha256(convert_to('payer of history ' || i % :payers, 'UTF8')) from 1 for 20),
                substring(sha256('asset') from 1 for 20), substring(sha256('vault') from 1 for 20),
                substring(sha256('host') from 1 for 20), 1000, 1000, substring(sha256('enclave') from 1 for 20),
                0, 1900000000, sha256(int8send(i)), decode(repeat('00', 65), 'hex'), now(), sha256(int8send(-i - 1)),
                now() - (i / 1000) % 525600 * interval '1 minute', now() - (i / 1000) % 525600 * interval '1 minute'
            from generate_series(cast(:first as bigint), cast(:last as bigint)) as i
            """;
}
