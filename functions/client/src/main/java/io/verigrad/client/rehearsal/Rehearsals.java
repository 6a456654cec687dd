package io.verigrad.client.rehearsal;

import io.verigrad.client.Network;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.Transport;
import io.verigrad.client.rehearsal.RehearsalOutcome.Refused;
import io.verigrad.client.rehearsal.RehearsalOutcome.Rehearsed;
import io.verigrad.client.rehearsal.RehearsalOutcome.Unreachable;
import io.verigrad.client.rehearsal.RehearsalOutcome.Untrue;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Has a runner go through everything of a call but the call ({@code Verigrad-Dry-Run: true}), and checks that what it
 * answers is about this request, is signed for this network, and could not pass for a paid call.
 */
public final class Rehearsals {
    /** The header that makes a rehearsal of a call. */
    public static final String DRY_RUN = "Verigrad-Dry-Run";

    private final TypedDataDomain domain;
    private final Transport transport;

    public Rehearsals(Network network, Transport transport) {
        this.domain = TypedDataDomain.verigradTest(network.chainId(), network.settlement());
        this.transport = transport;
    }

    /** Rehearses one request for an answer of at least {@code minAssurance}. */
    public RehearsalOutcome of(URI target, Bytes json, Assurance minAssurance) {
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header(VerigradClient.MIN_ASSURANCE, minAssurance.name())
                .header(DRY_RUN, "true")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.toArray()))
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = transport.send(request);
        } catch (IOException e) {
            return new Unreachable(String.valueOf(e.getMessage()));
        }
        if (answer.statusCode() != 200) {
            return new Refused(answer.statusCode(), Bytes.of(answer.body()));
        }
        try {
            Answer read = Json.read(answer.body(), Answer.class);
            return judged(read, ContentHash.request("POST", target.getRawPath(), json.toArray()));
        } catch (MalformedJsonException e) {
            return new Untrue(String.valueOf(e.getMessage()));
        }
    }

    private RehearsalOutcome judged(Answer answer, Hash32 requestHash) {
        SignedReceipt test = answer.testReceipt();
        if (!answer.dryRun()) {
            return new Untrue("the runner does not say that it was a dry run");
        }
        if (!answer.requestHash().equals(requestHash)
                || !test.receipt().requestHash().equals(requestHash)) {
            return new Untrue("the runner rehearsed another request: expected the hash " + requestHash + ", found "
                    + answer.requestHash() + ", and " + test.receipt().requestHash() + " in the test receipt");
        }
        if (!test.domain().equals(domain)) {
            return new Untrue("the test receipt is not signed for the test domain of this network");
        }
        if (!test.signer().filter(test.receipt().enclaveKey()::equals).isPresent()) {
            return new Untrue("the test receipt is not signed by the key that it names");
        }
        if (!test.receipt().charge().equals(TokenAmount.ZERO)) {
            return new Untrue("the test receipt charges " + test.receipt().charge());
        }
        return new Rehearsed(new Rehearsal(answer.model(), requestHash, answer.assurance(), answer.quote(), test));
    }
}
