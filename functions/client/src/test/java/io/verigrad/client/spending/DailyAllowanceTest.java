package io.verigrad.client.spending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.client.TestEnclave;
import io.verigrad.client.receipt.Payment;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyAllowanceTest {
    @TempDir
    private Path folder;

    @Test
    void givesNoMoreThanADaysWorth() throws Exception {
        assertThat(take("one")).isPresent();
        assertThat(take("two")).isPresent();
        assertThat(take("three")).isEmpty();
        assertThat(today().left(TestEnclave.USDC)).isEqualTo(TokenAmount.of(500));
    }

    @Test
    void givesBackWhatACallDidNotCost() throws Exception {
        take("one").orElseThrow().cost(TokenAmount.ZERO);
        take("two").orElseThrow().cost(TokenAmount.of(10));

        assertThat(today().left(TestEnclave.USDC)).isEqualTo(TokenAmount.of(2_490));
    }

    @Test
    void nothingThatARunnerSaysMakesACallDearer() throws Exception {
        take("one").orElseThrow().cost(TokenAmount.of(2_000));

        assertThat(today().left(TestEnclave.USDC)).isEqualTo(TokenAmount.of(1_500));
    }

    @Test
    void paymentsWithOneIdCountOnceAndAsTheDearest() throws Exception {
        assertThat(take("one")).isPresent();
        take("one").orElseThrow().cost(TokenAmount.ZERO);

        assertThat(today().left(TestEnclave.USDC)).isEqualTo(TokenAmount.of(1_500));
    }

    @Test
    void theNextDayStartsAnew() {
        take("one");
        take("two");
        DailyAllowance tomorrow =
                new DailyAllowance(folder, TokenAmount.of(2_500), Clock.offset(TestEnclave.CLOCK, Duration.ofDays(1)));

        assertThat(tomorrow.take(payment("three"))).isPresent();
        assertThat(tomorrow.take(payment("four"))).isPresent();
    }

    @Test
    void aLineThatACrashCutIsForgottenAndNothingElseIs() throws Exception {
        take("one");
        Files.writeString(file(), "take abc 0x12", StandardOpenOption.APPEND);

        assertThat(take("two")).isPresent();
        assertThat(take("three")).isEmpty();
        assertThat(Files.readString(file())).doesNotContain("abc");
    }

    @Test
    void aDamagedFileStopsAllSpending() throws Exception {
        take("one");
        Files.writeString(file(), "take 1 of something\n", StandardOpenOption.APPEND);

        assertThat(take("two")).isEmpty();
        assertThatThrownBy(() -> today().left(TestEnclave.USDC)).isInstanceOf(IOException.class);
    }

    @Test
    void manyAtOnceGetNoMoreThanOneByOne() {
        DailyAllowance other = today();
        AtomicInteger given = new AtomicInteger();

        IntStream.range(0, 20)
                .parallel()
                .forEach(i -> (i % 2 == 0 ? other : today())
                        .take(payment("call " + i))
                        .ifPresent(taken -> given.incrementAndGet()));

        assertThat(given).hasValue(2);
    }

    private Optional<Allowance.Taken> take(String call) {
        // A new one each time, as after a restart.
        return today().take(payment(call));
    }

    private DailyAllowance today() {
        return new DailyAllowance(folder, TokenAmount.of(2_500), TestEnclave.CLOCK);
    }

    private Path file() throws IOException {
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static Payment payment(String call) {
        return TestEnclave.payment(TestEnclave.hash(call));
    }
}
