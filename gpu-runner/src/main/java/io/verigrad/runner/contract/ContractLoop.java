package io.verigrad.runner.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.function.FunctionException;
import io.verigrad.runner.paid.ContractOutcome;
import io.verigrad.runner.paid.ContractRequest;
import io.verigrad.runner.paid.ContractRuns;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks settlement-fn again and again for what contracts ask of our models, runs it and brings the answers. */
public final class ContractLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ContractLoop.class);
    private static final String WORK = "contract-requests";
    private static final String ANSWER = "contract-answer";

    private final FunctionClient functions;
    private final URI settlement;
    private final ContractRuns runs;
    private final List<Hash32> models;
    private final Enclave enclave;
    private final Address host;
    private final Duration pause;
    private final Clock clock;
    private @Nullable Thread thread;

    /**
     * @param models digests of the models that are asked for
     * @param host whose vault is paid
     * @param pause between two questions
     */
    public ContractLoop(
            FunctionClient functions,
            URI settlement,
            ContractRuns runs,
            List<Hash32> models,
            Enclave enclave,
            Address host,
            Duration pause,
            Clock clock) {
        this.functions = functions;
        this.settlement = settlement;
        this.runs = runs;
        this.models = List.copyOf(models);
        this.enclave = enclave;
        this.host = host;
        this.pause = pause;
        this.clock = clock;
    }

    /** Starts in the background, if there is anything to ask for. */
    public synchronized void start() {
        if (pause.isPositive()) {
            thread = Thread.ofVirtual().name("contract-requests").start(this::run);
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                // Who is not registered is given nothing.
                if (enclave.notReady().isEmpty()) {
                    round();
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            for (JsonNode item : call(WORK, Map.of("models", models)).path("requests")) {
                answer(Json.convert(item, ContractRequest.class));
            }
        } catch (FunctionException | MalformedJsonException e) {
            LOG.debugf("requests of contracts: %s", e.getMessage());
        }
    }

    private void answer(ContractRequest request) throws FunctionException {
        Map<String, Object> body = new HashMap<>(Map.of("requestId", Long.toString(request.requestId())));
        switch (runs.run(request)) {
            case ContractOutcome.Answered answered -> {
                body.put("host", host);
                body.put("receipt", answered.receipt());
                body.put("answer", Base64.getEncoder().encodeToString(answered.answer()));
            }
            case ContractOutcome.Declined(String reason) -> {
                LOG.infof("request %d of contract %s: declined, %s", request.requestId(), request.asker(), reason);
                body.put("declined", reason);
            }
        }
        JsonNode taken = call(ANSWER, body);
        LOG.infof("request %d of contract %s: %s", request.requestId(), request.asker(), taken);
    }

    private JsonNode call(String function, Object body) throws FunctionException {
        return functions.call(
                settlement,
                function,
                SignedCall.sign(function, body, enclave.domain(), enclave.keys().receipt(), clock));
    }
}
