package io.verigrad.client.recheck;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.CallOutcome;
import io.verigrad.client.CallStep;
import io.verigrad.client.VerigradClient;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Bytes;
import java.net.URI;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Asks a runner to run the request of another runner's receipt again. The answer is paid for and verified like any other;
 * then the verdict in it must name this receipt and be signed by the enclave that answered.
 */
public final class Rechecks {
    private final VerigradClient client;

    public Rechecks(VerigradClient client) {
        this.client = client;
    }

    /**
     * Asks for one recheck.
     *
     * @param runner the second runner
     * @param path that the request was posted to
     * @param request the body that the receipt hashes
     * @param response the answer that the receipt hashes
     */
    public RecheckResult ask(
            URI runner, SignedReceipt receipt, String path, Bytes request, Bytes response, Consumer<CallStep> watcher) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("receipt", Json.tree(receipt));
        json.put("path", path);
        json.put("request", Base64.getEncoder().encodeToString(request.toArray()));
        json.put("response", Base64.getEncoder().encodeToString(response.toArray()));
        URI target = runner.resolve("/v1/receipts/" + receipt.id() + "/recheck");
        CallOutcome outcome = client.post(target, Bytes.of(Json.write(json)), watcher);
        return outcome instanceof CallOutcome.Answered answered
                ? judged(receipt, answered)
                : new RecheckResult.NotAnswered(outcome);
    }

    private static RecheckResult judged(SignedReceipt receipt, CallOutcome.Answered answered) {
        SignedRecheck verdict;
        try {
            ObjectNode json = Json.read(answered.body().toArray(), ObjectNode.class);
            verdict = Json.convert(json.path("verdict"), SignedRecheck.class);
        } catch (MalformedJsonException e) {
            return new RecheckResult.NotAVerdict(String.valueOf(e.getMessage()));
        }
        if (!verdict.recheck().receiptId().equals(receipt.id())) {
            return new RecheckResult.NotAVerdict("the verdict is on another receipt");
        }
        SignedReceipt by = answered.receipt();
        // A verdict of a key that nobody registered would be worth nothing; the answer's key was looked at.
        if (!verdict.signer(by.domain())
                .filter(by.receipt().enclaveKey()::equals)
                .isPresent()) {
            return new RecheckResult.NotAVerdict("the verdict is not signed by the enclave that answered");
        }
        if (by.receipt().enclaveKey().equals(receipt.receipt().enclaveKey())) {
            return new RecheckResult.NotAVerdict("the enclave judged itself");
        }
        return new RecheckResult.Judged(verdict, by);
    }
}
