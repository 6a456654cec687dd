package io.verigrad.settlement;

import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/** Calls a function of every validator, all at the same time. */
@Singleton
class ValidatorCalls {
    private static final Logger LOG = Logger.getLogger(ValidatorCalls.class);
    private static final int MAX_REASON = 100;
    private static final int MAX_ANSWER = 1 << 20;

    private final List<URI> urls;
    private final BoundedHttp http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ValidatorCalls(SettlementSettings settings) {
        this.urls = List.copyOf(settings.validators());
        this.http = BoundedHttp.create(settings.endorseTimeout(), MAX_ANSWER);
    }

    /** What they answer; those that do not in time, or not in this form, are missing. */
    <T> List<T> ask(String function, Object body, Class<T> type) {
        byte[] json = Json.write(body);
        List<Future<Optional<T>>> asked = urls.stream()
                .map(url -> threads.submit(() -> ask(url, function, json, type)))
                .toList();
        return asked.stream()
                .map(ValidatorCalls::answerOf)
                .flatMap(Optional::stream)
                .toList();
    }

    /** A validator's text must not write lines of its own into the log. */
    static String printable(String reason) {
        String clean = reason.replaceAll("[^A-Za-z0-9_.:\\-]", "?");
        return clean.substring(0, Math.min(MAX_REASON, clean.length()));
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
        http.close();
    }

    private <T> Optional<T> ask(URI url, String function, byte[] body, Class<T> type) throws InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + "/" + function))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(post);
            if (response.statusCode() != 200) {
                LOG.warnf("Validator %s answered %d", url, response.statusCode());
                return Optional.empty();
            }
            return Optional.of(Json.read(response.body(), type));
        } catch (IOException e) {
            LOG.warnf("Validator %s does not answer: %s", url, e);
        } catch (MalformedJsonException e) {
            LOG.warnf("Validator %s answered what is no answer: %s", url, e.getMessage());
        }
        return Optional.empty();
    }

    private static <T> Optional<T> answerOf(Future<Optional<T>> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking a validator failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while validators were asked", e);
        }
    }
}
