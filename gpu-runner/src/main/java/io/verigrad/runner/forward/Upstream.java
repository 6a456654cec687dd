package io.verigrad.runner.forward;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An upstream that this runner may call. There is no other: no request names a host.
 *
 * @param base such as https://api.example.com/v1
 * @param keyFile holds the key that the upstream is called with
 * @param trustFile PEM of the roots that its certificate may lead to, instead of the platform's
 * @param allowPrivate whether it may have a private address and go without TLS; for development
 * @param timeout of one call, to the last byte of its answer
 * @param maxTokens the most that one answer may have
 */
record Upstream(
        String name,
        URI base,
        Optional<Path> keyFile,
        Optional<Path> trustFile,
        boolean allowPrivate,
        Duration timeout,
        int maxTokens) {
    Upstream {
        boolean tls = "https".equals(base.getScheme());
        if (base.getHost() == null || base.getRawQuery() != null || base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("verigrad.runner.upstreams.\"" + name
                    + "\".url: expected a URL without query and credentials, such as https://api.example.com/v1");
        }
        if (!tls && !(allowPrivate && "http".equals(base.getScheme()))) {
            throw new IllegalArgumentException("verigrad.runner.upstreams.\"" + name
                    + "\".url: expected https; without TLS nobody knows who answers");
        }
    }

    boolean tls() {
        return "https".equals(base.getScheme());
    }

    int port() {
        return base.getPort() >= 0 ? base.getPort() : tls() ? 443 : 80;
    }

    /** The path of one of its functions, such as {@code /chat/completions}. */
    String path(String function) {
        return base.getRawPath().replaceAll("/+$", "") + function;
    }
}
