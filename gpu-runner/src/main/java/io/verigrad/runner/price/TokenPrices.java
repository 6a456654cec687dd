package io.verigrad.runner.price;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.verigrad.price.Conversion;
import io.verigrad.price.PriceFeed;
import io.verigrad.price.PriceRules;
import io.verigrad.price.PriceState;
import io.verigrad.price.PriceStatement;
import io.verigrad.runner.config.RunnerConfig.QuotedAssetConfig;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tokens that are quoted beside the asset, and what keeps their prices fresh. */
public final class TokenPrices implements AutoCloseable {
    private final List<Watched> tokens;

    private record Watched(QuotedToken token, PriceFeed feed, PriceLoop loop) {}

    private TokenPrices(List<Watched> tokens) {
        this.tokens = tokens;
    }

    /**
     * As configured.
     *
     * @param asset the token that models are priced in
     * @param timeout of one answer of a source
     * @throws IllegalArgumentException if something configured cannot be; the message says what
     */
    public static TokenPrices of(
            Map<String, QuotedAssetConfig> configs, ChainId chain, Address asset, Duration timeout, Clock clock) {
        if (configs.isEmpty()) {
            return new TokenPrices(List.of());
        }
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        Set<Address> taken = new HashSet<>(Set.of(asset));
        List<Watched> tokens = new ArrayList<>();
        configs.forEach((symbol, config) -> {
            if (!taken.add(config.address())) {
                throw new IllegalArgumentException("verigrad.runner.quoted-assets." + symbol
                        + ".address: expected another token than the asset and every other quoted one");
            }
            try {
                tokens.add(watched(config.pair().orElse(symbol + "/USD"), config, chain, http, timeout, clock));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "verigrad.runner.quoted-assets." + symbol + ": " + e.getMessage(), e);
            }
        });
        return new TokenPrices(List.copyOf(tokens));
    }

    private static Watched watched(
            String pair, QuotedAssetConfig config, ChainId chain, HttpClient http, Duration timeout, Clock clock) {
        PriceRules rules = new PriceRules(
                PriceStatement.domain(chain, config.address()),
                pair,
                Set.copyOf(config.signers()),
                config.quorum(),
                config.maxAge(),
                config.maxSkew(),
                config.maxSpread(),
                config.maxJump(),
                config.jumpHold());
        if (!config.quoteLifetime().isPositive() || !config.refresh().isPositive()) {
            throw new IllegalArgumentException("expected a quote-lifetime and a refresh above 0");
        }
        PriceFeed feed = new PriceFeed(rules, clock);
        List<PriceSource> sources = config.sources().stream()
                .map(address -> new PriceSource(address, http, timeout))
                .toList();
        QuotedToken token = new QuotedToken(
                config.address(),
                config.name(),
                config.version(),
                pair,
                new Conversion(config.assetDecimals(), config.decimals()),
                new Quotes(feed::state, config.quoteLifetime(), clock));
        return new Watched(token, feed, new PriceLoop(pair, sources, feed, config.refresh(), clock));
    }

    public List<QuotedToken> tokens() {
        return tokens.stream().map(Watched::token).toList();
    }

    /** Starts asking for prices. */
    public void start() {
        tokens.forEach(watched -> watched.loop().start());
    }

    /** What operators watch. */
    public void bindTo(MeterRegistry registry) {
        tokens.forEach(watched -> {
            Tags pair = Tags.of("pair", watched.token().pair());
            registry.gauge("verigrad.runner.price.age", pair, watched.loop(), PriceLoop::age);
            registry.gauge(
                    "verigrad.runner.price.available",
                    pair,
                    watched.feed(),
                    feed -> feed.state() instanceof PriceState.Believed ? 1 : 0);
        });
    }

    @Override
    public void close() {
        tokens.forEach(watched -> watched.loop().close());
    }
}
