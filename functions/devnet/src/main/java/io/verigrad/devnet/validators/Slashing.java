package io.verigrad.devnet.validators;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.Chain;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.dispute.CaseState;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.dispute.Disputes;
import io.verigrad.chain.dispute.Ruling;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.Network;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.recheck.RecheckResult;
import io.verigrad.client.recheck.Rechecks;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.devnet.Accounts;
import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.ServiceProcess;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.receipt.Verdict;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The second half of the demo: a false answer costs its operator stake and key. What counts is read from the chain. */
final class Slashing {
    private static final String PATH = "/v1/embeddings";
    private static final Bytes REQUEST = Bytes.of("""
            {"model":"all-minilm-l6-v2","input":"Who watches the validators?"}""".getBytes(StandardCharsets.UTF_8));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 200;

    private final Stage stage;
    private final Story story;
    private final Devnet devnet;
    private final Functions functions;
    private final Chain chain;
    private final Disputes disputes;
    private final LiarsEnclave enclave;
    private final ServiceProcess second;

    /**
     * @param enclave the liar's, registered
     * @param second the runner that is asked for a second opinion
     */
    Slashing(Stage stage, Story story, LiarsEnclave enclave, ServiceProcess second) {
        this.stage = stage;
        this.story = story;
        this.devnet = stage.devnet();
        this.functions = stage.functions();
        this.chain = stage.chain();
        this.disputes = chain.disputes(devnet.contracts().disputes());
        this.enclave = enclave;
        this.second = second;
    }

    void run() throws IOException, InterruptedException, ChainUnavailableException {
        judge(open(recheckTheLie()));
    }

    /** A lie, and what the second runner says of it. */
    private record Contradiction(SignedReceipt receipt, SignedRecheck recheck) {}

    private Contradiction recheckTheLie() throws IOException, InterruptedException, ChainUnavailableException {
        story.step(
                "The liar's enclave signs an answer that the model never gave; another runner runs the request again");
        VerigradClient client = new VerigradClient(
                new Network(
                        Stage.CHAIN,
                        devnet.contracts().settlement(),
                        Optional.of(new Network.Registry(devnet.contracts().enclaveRegistry(), devnet.rpcUrl()))),
                ClientPolicy.of(Set.of(devnet.contracts().usdc()), TokenAmount.of(10_000)),
                functions.http(),
                Accounts.PAYER,
                new SecureRandom(),
                Clock.systemUTC());
        if (!(client.post(devnet.runner().url().resolve(PATH), REQUEST) instanceof CallOutcome.Answered honest)) {
            throw new IOException("the first runner did not answer");
        }
        Bytes answer = LiarsEnclave.falsified(honest.body());
        SignedReceipt lie = enclave.lie(honest.receipt(), answer, chain);
        story.line("receipt", lie.id() + " of enclave " + enclave.key().address());
        RecheckResult result = new Rechecks(client).ask(second.url(), lie, PATH, REQUEST, answer, _ -> {});
        if (!(result instanceof RecheckResult.Judged(SignedRecheck verdict, SignedReceipt by))) {
            throw new IOException("expected a verdict of the second runner, found " + result);
        }
        story.line(
                "recheck",
                verdict.recheck().outcome() + ", signed by enclave "
                        + by.receipt().enclaveKey());
        story.expect("outcome", RecheckOutcome.DIFFERENT, verdict.recheck().outcome());
        story.expect(
                "the rechecker's operator",
                Optional.of(Accounts.OTHER_OPERATOR.address()),
                chain.keyEpoch(by.receipt().enclaveKey()).map(KeyEpoch::operator));
        return new Contradiction(lie, verdict);
    }

    /** A case, and what everybody had before it. */
    private record Dispute(Contradiction about, DisputedCase opened, Balances before) {}

    private Dispute open(Contradiction about) throws IOException, InterruptedException, ChainUnavailableException {
        story.step("settlement-fn disputes the receipt, with a bond of its own");
        PrivateKey challenger = Accounts.SETTLER;
        stage.stakes().transfer(Accounts.ADMINISTRATOR, challenger.address(), Stakes.opg(10_000));
        stage.stakes().approve(challenger, devnet.contracts().disputes(), Stakes.opg(10_000));
        Balances before = stage.balances();
        before.tell(story);
        JsonNode answer = functions.call(
                devnet.settlement().url(), "dispute", Map.of("receipt", about.receipt(), "recheck", about.recheck()));
        if (!answer.path("transaction").isTextual()) {
            throw new IOException("expected a dispute to be sent, found " + answer);
        }
        Hash32 transaction = Hash32.parse(answer.path("transaction").asText());
        BigInteger id = disputes.opened(stage.stakes().mined(transaction)).getFirst();
        DisputedCase opened = disputes.find(id).orElseThrow();
        story.line("case", id + ", transaction " + transaction);
        story.expect("subject", about.receipt().id(), opened.subject());
        story.expect("accused", stage.liar(), opened.accused());
        story.expect("bond", Stakes.opg(10_000), opened.bond());
        story.expect(
                "challenger's OPG",
                before.challenger().minus(opened.bond()),
                stage.balances().challenger());
        return new Dispute(about, opened, before);
    }

    private void judge(Dispute dispute) throws IOException, InterruptedException, ChainUnavailableException {
        Contradiction about = dispute.about();
        BigInteger id = dispute.opened().id();
        story.step("Every validator is asked for its verdict");
        Map<String, Object> question =
                Map.of("caseId", id.toString(), "receipt", about.receipt(), "rechecks", List.of(about.recheck()));
        Verdict expected = Verdict.on(id, dispute.opened().subject(), true);
        for (int i = 0; i < stage.validators().size(); i++) {
            ServiceProcess validator = stage.validators().get(i);
            Optional<JsonNode> answer = functions.ask(validator.url(), "judge", question);
            story.expect(validator.name() + " signs", i < Stage.LIAR, signed(expected, validator, answer));
            answer.filter(given -> !given.path("reasons").isEmpty())
                    .ifPresent(given -> story.line("", "it says " + given.path("reasons")));
        }
        story.step("settlement-fn collects them and carries the verdict out");
        JsonNode last = functions.call(
                devnet.settlement().url(), "dispute", Map.of("receipt", about.receipt(), "recheck", about.recheck()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (last.path("status").asText().equals("open") && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE_MILLIS);
            last = functions.call(
                    devnet.settlement().url(),
                    "dispute",
                    Map.of("receipt", about.receipt(), "recheck", about.recheck()));
        }
        story.expect("settlement-fn", "upheld", last.path("status").asText());
        readBack(dispute, Hash32.parse(last.path("transaction").asText()));
    }

    private void readBack(Dispute dispute, Hash32 transaction)
            throws IOException, InterruptedException, ChainUnavailableException {
        BigInteger id = dispute.opened().id();
        TokenAmount penalty = dispute.opened().penalty();
        TokenAmount half = new TokenAmount(penalty.value().shiftRight(1));
        Hash32 reasons = Verdict.on(id, dispute.opened().subject(), true).reasonDigest();
        story.line("transaction", transaction.toString());
        if (!(disputes.rulings(stage.stakes().mined(transaction)).getFirst() instanceof Ruling.Upheld ruling)) {
            throw new IOException("expected an upheld case in " + transaction);
        }
        story.expect("case of the ruling", id, ruling.caseId());
        story.expect("its reasons", reasons, ruling.reasonDigest());
        story.expect("slashed", penalty, ruling.slashed());
        story.expect("reward beside the bond", half, ruling.reward());
        story.expect("revoked by it", true, ruling.revoked());
        story.expect("case", Optional.of(CaseState.UPHELD), disputes.find(id).map(DisputedCase::state));
        story.expect(
                "revoked key",
                Optional.of(true),
                chain.keyEpoch(enclave.key().address())
                        .map(epoch -> epoch.revokedAt().isPresent()));
        Balances after = stage.balances();
        after.tell(story);
        Balances before = dispute.before();
        story.expect("the liar's stake", before.liar().minus(penalty), after.liar());
        story.expect("challenger, bond back", before.challenger().plus(half), after.challenger());
        story.expect("treasury", before.treasury().plus(half), after.treasury());
        story.expect("the others' stake", before.others(), after.others());
    }

    private boolean signed(Verdict verdict, ServiceProcess validator, Optional<JsonNode> answer) {
        if (answer.isEmpty() || !answer.get().path("signature").isTextual()) {
            return false;
        }
        Hash32 digest = TypedDataDomain.verigrad(Stage.CHAIN, devnet.contracts().disputes())
                .digest(verdict.structHash());
        return Secp256k1.recover(
                        digest, Signature.parse(answer.get().path("signature").asText()))
                .filter(stage.address(validator)::equals)
                .isPresent();
    }
}
