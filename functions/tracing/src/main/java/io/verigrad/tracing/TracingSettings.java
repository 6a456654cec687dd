package io.verigrad.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Where traces go. */
@ConfigMapping(prefix = "verigrad.tracing")
interface TracingSettings {
    /** Collector that takes traces by OTLP over HTTP, such as {@code http://127.0.0.1:4318/v1/traces}; without it there are none. */
    Optional<URI> collector();

    /** Share of payments that are traced, from 0 to 1. It is the same payments in all services that have the same share. */
    @WithDefault("1")
    double share();
}
