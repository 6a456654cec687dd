package io.verigrad.client.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.CallOutcome;
import io.verigrad.client.CallStep;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.BiConsumer;

/**
 * Answers a program in the words of OpenAI's API: pays a runner for each call, and hands over nothing whose receipt was not
 * verified. Safe for many threads.
 */
public final class Proxy {
    private static final String CHAT = "/v1/chat/completions";

    private final VerigradClient client;
    private final BoundedHttp http;
    private final URI runner;
    private final Budget budget;
    private final BiConsumer<String, CallOutcome> watcher;

    /**
     * @param runner the base URL of the runner
     * @param total the most to spend in all
     * @param perCall the most that one call may cost, as the client's policy has it
     * @param watcher is told the path and the outcome of each paid call
     */
    public Proxy(
            VerigradClient client,
            BoundedHttp http,
            URI runner,
            TokenAmount total,
            TokenAmount perCall,
            BiConsumer<String, CallOutcome> watcher) {
        this.client = client;
        this.http = http;
        this.runner = runner;
        this.budget = new Budget(total, perCall);
        this.watcher = watcher;
    }

    /** What is free, such as the list of models, is passed on as it is: nothing vouches for it. */
    Reply get(String path) {
        if (!path.matches("/v1/models(/[A-Za-z0-9._:@-]{1,128})?")) {
            return Reply.error(404, "not_found", "this proxy does not know " + path);
        }
        try {
            HttpResponse<byte[]> response =
                    http.send(HttpRequest.newBuilder(runner.resolve(path)).GET().build());
            return Reply.of(response.statusCode(), Bytes.of(response.body()));
        } catch (IOException e) {
            return Reply.error(502, "runner_unreachable", "the runner does not answer: " + e.getMessage());
        }
    }

    Reply post(String path, Bytes body) {
        if (!path.matches("/v1/[a-z/]{1,64}")) {
            return Reply.error(404, "not_found", "this proxy does not know " + path);
        }
        ObjectNode request;
        try {
            request = Json.read(body.toArray(), ObjectNode.class);
        } catch (MalformedJsonException e) {
            return Reply.error(400, "malformed_request", String.valueOf(e.getMessage()));
        }
        boolean stream = request.path("stream").asBoolean(false);
        if (!stream) {
            return Replies.of(call(path, body));
        }
        if (!path.equals(CHAT)) {
            return Reply.error(400, "stream_unsupported", "expected a stream of " + CHAT + " only");
        }
        CallOutcome outcome = call(path, Bytes.of(Json.write(ChatStream.buffered(request))));
        return streamed(
                outcome, request.path("stream_options").path("include_usage").asBoolean(false));
    }

    private static Reply streamed(CallOutcome outcome, boolean withUsage) {
        Reply reply = Replies.of(outcome);
        if (!(outcome instanceof CallOutcome.Answered answered)) {
            return reply;
        }
        try {
            return new Reply(
                    200, ChatStream.CONTENT_TYPE, reply.headers(), ChatStream.events(answered.body(), withUsage));
        } catch (MalformedJsonException e) {
            return Reply.error(502, "answer_malformed", "the answer is no chat completion: " + e.getMessage());
        }
    }

    private CallOutcome call(String path, Bytes body) {
        if (!budget.take()) {
            return new CallOutcome.Refused(
                    402,
                    CallOutcome.Reason.NO_ACCEPTABLE_OFFER,
                    "the budget is spent: " + budget.left() + " left",
                    Bytes.EMPTY);
        }
        // What fails in a way that nobody foresaw may have been paid.
        Spending spending = new Spending();
        try {
            CallOutcome outcome = client.post(runner.resolve(path), body, spending::watch);
            spending.ended(outcome);
            watcher.accept(path, outcome);
            return outcome;
        } finally {
            budget.settle(spending.most);
        }
    }

    /** How much a call may have cost, as far as it is known. */
    private static final class Spending {
        private TokenAmount most = TokenAmount.ZERO;

        void watch(CallStep step) {
            if (step instanceof CallStep.PaymentSigned(var payment)) {
                most = payment.value();
            }
        }

        void ended(CallOutcome outcome) {
            switch (outcome) {
                case CallOutcome.Answered answered ->
                    most = answered.receipt().receipt().charge();
                // An answer of another status is never charged.
                case CallOutcome.Refused _ -> most = TokenAmount.ZERO;
                case CallOutcome.Unverified _, CallOutcome.Unconfirmed _, CallOutcome.Unreachable _ -> {}
            }
        }
    }
}
