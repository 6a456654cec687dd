package io.verigrad.devnet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The platform's side of the Lambda runtime API, for one function and one invocation at a time.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
final class LambdaRuntime implements AutoCloseable {
    /** What an invocation came to: an answer, or the error that the runtime reports. */
    record Outcome(boolean failed, String body) {}

    private static final String API = "/2018-06-01/runtime/";

    private final SynchronousQueue<String> events = new SynchronousQueue<>();
    private final SynchronousQueue<Outcome> outcomes = new SynchronousQueue<>();
    private final HttpServer server;
    private volatile @Nullable String initError;

    LambdaRuntime() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(API, this::serve);
        server.start();
    }

    /** Host and port, as AWS_LAMBDA_RUNTIME_API has it. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Hands over an event and waits for what comes of it. */
    Outcome invoke(String event) throws InterruptedException {
        for (int second = 0; !events.offer(event, 1, TimeUnit.SECONDS); second++) {
            if (initError != null) {
                throw new AssertionError("the function does not start: " + initError);
            }
            if (second == 60) {
                throw new AssertionError("the function did not ask for an event within a minute");
            }
        }
        Outcome outcome = outcomes.poll(60, TimeUnit.SECONDS);
        if (outcome == null) {
            throw new AssertionError("the function did not answer within a minute");
        }
        return outcome;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestURI().getPath().substring(API.length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (call.equals("invocation/next")) {
                next(exchange);
            } else if (call.equals("init/error")) {
                initError = body;
                exchange.sendResponseHeaders(202, -1);
            } else {
                outcomes.put(new Outcome(call.endsWith("error"), body));
                exchange.sendResponseHeaders(202, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:000000000000:function:test");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
