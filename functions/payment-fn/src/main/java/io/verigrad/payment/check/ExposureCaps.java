package io.verigrad.payment.check;

import io.quarkus.runtime.Startup;
import io.verigrad.ledger.ExposureCap;
import io.verigrad.payment.config.PaymentSettings;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much unsettled value each payer is trusted with, of each asset. The rule: the cap that the operator gave everybody
 * ({@code exposure-cap}), plus half of what this payer settled on chain in the last 30 days, up to
 * {@code exposure-cap-max}. A payer that the operator named ({@code exposure-caps}) has that cap and no other. Beyond its
 * cap a payer gets its answer once it has paid.
 */
@Startup
@Singleton
class ExposureCaps {
    private static final int EARNED_PERCENT = 50;
    private static final Duration WINDOW = Duration.ofDays(30);

    private final ExposureCap everybody;
    private final Map<Address, ExposureCap> named;

    ExposureCaps(PaymentSettings settings) {
        this.everybody = new ExposureCap(
                amount("exposure-cap", settings.exposureCap()),
                amount("exposure-cap-max", settings.exposureCapMax()),
                EARNED_PERCENT,
                WINDOW);
        this.named = settings.exposureCaps().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> payer(entry.getKey()),
                        entry -> ExposureCap.fixed(amount("exposure-caps", entry.getValue()))));
    }

    ExposureCap of(Address payer) {
        return named.getOrDefault(payer, everybody);
    }

    private static Address payer(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("verigrad.payment.exposure-caps: " + e.getMessage(), e);
        }
    }

    private static TokenAmount amount(String key, String text) {
        try {
            return TokenAmount.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("verigrad.payment." + key + ": " + e.getMessage(), e);
        }
    }
}
