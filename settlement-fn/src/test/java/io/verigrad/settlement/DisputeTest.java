package io.verigrad.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.dispute.CaseState;
import io.verigrad.chain.dispute.Disputes;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.json.Json;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Recheck;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(ChainResource.class)
class DisputeTest {
    private static final BigInteger BONDS = BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(50_000));
    private static final PrivateKey LIAR = Keys.key("enclave that lies");

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI url;

    private final Address opg = configured("test.opg");
    private final Address disputes = configured("verigrad.chain.disputes");

    @Inject
    TransactionJournal journal;

    @Inject
    Pool pool;

    private final World world = World.get();

    @BeforeEach
    void registersTheEnclavesAndApprovesTheBond() throws Exception {
        world.heal();
        register(Keys.RECHECKER, Keys.RECHECK_OPERATOR);
        register(LIAR, Keys.OPERATOR);
        approveBonds(Keys.SETTLER);
    }

    @Test
    void carriesADisputeToItsVerdictWhateverIsRepeated() throws Exception {
        SignedReceipt receipt = receipt(LIAR, "one");
        DisputeCall call = new DisputeCall(receipt, recheck(receipt, RecheckOutcome.DIFFERENT, Keys.RECHECKER));

        JsonNode open = await(call, "open");
        BigInteger caseId = new BigInteger(open.get("caseId").asText());
        assertThat(open.get("reason").asText()).isEqualTo("no_verdict");
        world.validators.get(0).judges.put(receipt.id(), true);
        assertThat(dispute(call).get("reason").asText()).isEqualTo("QuorumNotReached");
        world.validators.get(1).judges.put(receipt.id(), false);
        assertThat(dispute(call).get("reason").asText()).isEqualTo("QuorumNotReached");
        world.validators.get(1).judges.put(receipt.id(), true);
        JsonNode upheld = await(call, "upheld");

        assertThat(upheld.get("caseId").asText()).isEqualTo(caseId.toString());
        assertThat(world.chain.disputes(disputes).find(caseId))
                .hasValueSatisfying(found -> assertThat(found.state()).isEqualTo(CaseState.UPHELD));
        assertThat(world.chain.keyEpoch(LIAR.address()).orElseThrow().revokedAt())
                .isPresent();
        JournalEntry judged = Waiting.on(journal.latest(
                        Purpose.JUDGE, StructEncoder.untyped().uint(caseId).encoded()))
                .orElseThrow();
        assertThat(judged.hash())
                .isEqualTo(Hash32.parse(upheld.get("transaction").asText()));
        long nonce = world.chain.transactions().minedNonce(Keys.SETTLER.address());
        assertThat(dispute(call).get("status").asText()).isEqualTo("upheld");
        assertThat(world.chain.transactions().minedNonce(Keys.SETTLER.address()))
                .isEqualTo(nonce);
    }

    @Test
    void risksNoBondOnWhatNobodyNamedContradicts() throws Exception {
        SignedReceipt receipt = receipt(Keys.RECHECKER, "two");
        SignedReceipt other = receipt(Keys.RECHECKER, "three");
        SignedRecheck ofOther = recheck(other, RecheckOutcome.DIFFERENT, Keys.RECHECKER);
        register(Keys.ENCLAVE, Keys.OPERATOR);

        assertRefused(receipt, recheck(receipt, RecheckOutcome.IDENTICAL, Keys.RECHECKER), "not_different");
        assertRefused(receipt, recheck(receipt, RecheckOutcome.INCONCLUSIVE, Keys.RECHECKER), "not_different");
        assertRefused(receipt, ofOther, "recheck_of_another_receipt");
        assertRefused(receipt, recheck(receipt, RecheckOutcome.DIFFERENT, Keys.STRANGER), "rechecker_not_good");
        assertRefused(receipt, recheck(receipt, RecheckOutcome.DIFFERENT, Keys.ENCLAVE), "rechecker_not_believed");
        assertRefused(receipt, recheck(receipt, RecheckOutcome.DIFFERENT, Keys.RECHECKER), "rechecker_not_independent");
        assertThat(Waiting.on(journal.latest(Purpose.DISPUTE, receipt.id().bytes())))
                .isEqualTo(Optional.empty());
    }

    @Test
    void carriesADisputeOnThoughNobodyAsksAgain() throws Exception {
        SignedReceipt receipt = receipt(enclave("liar of the forgotten case"), "forgotten");
        dispute(new DisputeCall(receipt, recheck(receipt, RecheckOutcome.DIFFERENT, Keys.RECHECKER)));
        world.validators.forEach(validator -> validator.judges.put(receipt.id(), true));

        awaitResult(receipt, "upheld");

        Hash32 opening = Waiting.on(journal.latest(Purpose.DISPUTE, receipt.id().bytes()))
                .orElseThrow()
                .hash();
        Disputes cases = world.chain.disputes(disputes);
        BigInteger caseId = cases.opened(
                        world.chain.transactions().receiptOf(opening).orElseThrow())
                .getFirst();
        assertThat(cases.find(caseId)).hasValueSatisfying(found -> {
            assertThat(found.state()).isEqualTo(CaseState.UPHELD);
            assertThat(found.challenger()).isEqualTo(Keys.SETTLER.address());
        });
    }

    @Test
    void carriesOnWhatSomebodyElseChallenged() throws Exception {
        SignedReceipt receipt = receipt(enclave("liar that a stranger found"), "stranger's");
        DisputeCall call = new DisputeCall(receipt, recheck(receipt, RecheckOutcome.DIFFERENT, Keys.RECHECKER));
        approveBonds(Keys.STRANGER);
        world.send(
                Keys.STRANGER,
                disputes,
                SettlementCalls.challenge(receipt.receipt(), receipt.signature(), Keys.hash("claim")));
        TokenAmount before = world.chain.balanceOf(opg, Keys.SETTLER.address());

        JsonNode joined = dispute(call);
        assertThat(joined.get("status").asText()).isEqualTo("open");
        assertThat(Address.parse(joined.get("challenger").asText())).isEqualTo(Keys.STRANGER.address());
        world.validators.forEach(validator -> validator.judges.put(receipt.id(), true));
        awaitResult(receipt, "upheld");

        JsonNode upheld = dispute(call);
        assertThat(upheld.get("status").asText()).isEqualTo("upheld");
        assertThat(upheld.get("caseId")).isEqualTo(joined.get("caseId"));
        assertThat(world.chain.balanceOf(opg, Keys.SETTLER.address()))
                .as("the bond was the stranger's")
                .isEqualTo(before);
        assertThat(Waiting.on(journal.latest(Purpose.DISPUTE, receipt.id().bytes())))
                .isEmpty();
    }

    /** Only the clock calls, until the ledger says how the dispute ended. */
    private void awaitResult(SignedReceipt receipt, String result) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            post("settle", Map.of());
            String found = Waiting.on(pool.preparedQuery("select result from dispute where receipt_id = $1")
                            .execute(Tuple.of(Buffer.buffer(receipt.id().toArray()))))
                    .iterator()
                    .next()
                    .getString(0);
            if (found != null) {
                assertThat(found).isEqualTo(result);
                return;
            }
            assertThat(System.nanoTime()).isLessThan(deadline);
            world.mine(1);
        }
    }

    private PrivateKey enclave(String name) throws Exception {
        PrivateKey enclave = Keys.key(name);
        register(enclave, Keys.OPERATOR);
        return enclave;
    }

    private void approveBonds(PrivateKey owner) throws Exception {
        if (world.chain.balanceOf(opg, owner.address()).equals(TokenAmount.ZERO)) {
            world.giveOpg(opg, owner.address(), BONDS);
            StructEncoder arguments = StructEncoder.untyped().address(disputes).uint(BONDS);
            world.send(owner, opg, Bytes.concat(Selector.of("approve(address,uint256)"), arguments.encoded()));
        }
    }

    private static Address configured(String name) {
        return Address.parse(ConfigProvider.getConfig().getValue(name, String.class));
    }

    private void assertRefused(SignedReceipt receipt, SignedRecheck recheck, String reason) throws Exception {
        JsonNode answer = dispute(new DisputeCall(receipt, recheck));
        assertThat(answer.get("status").asText()).isEqualTo("refused");
        assertThat(answer.get("reason").asText()).isEqualTo(reason);
    }

    private JsonNode await(DisputeCall call, String status) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            JsonNode answer = dispute(call);
            if (answer.get("status").asText().equals(status)) {
                return answer;
            }
            assertThat(System.nanoTime()).as(answer.toString()).isLessThan(deadline);
            world.mine(1);
        }
    }

    private void register(PrivateKey enclave, Address operator) throws Exception {
        RegisterCall call = world.registration(enclave, operator);
        while (world.chain.keyEpoch(enclave.address()).isEmpty()) {
            post("register", call);
            world.mine(1);
        }
    }

    private JsonNode dispute(DisputeCall call) throws Exception {
        return post("dispute", call);
    }

    private JsonNode post(String function, Object body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/" + function))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 204) {
                return NullNode.getInstance();
            }
            assertThat(answer.statusCode()).isEqualTo(200);
            return Json.read(answer.body(), JsonNode.class);
        }
    }

    private SignedRecheck recheck(SignedReceipt receipt, RecheckOutcome outcome, PrivateKey key) {
        Recheck recheck = new Recheck(
                receipt.id(),
                Hash32.ZERO,
                Hash32.ZERO,
                outcome,
                receipt.receipt().issuedAt());
        return SignedRecheck.sign(recheck, world.domain(), key);
    }

    private SignedReceipt receipt(PrivateKey enclave, String name) throws Exception {
        Offer offer = new Offer(
                Hash32.ZERO,
                world.vault,
                opg,
                TokenAmount.of(1),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                Long.MAX_VALUE);
        Receipt receipt = new Receipt(
                Keys.hash("request " + name),
                Keys.hash("response " + name),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                offer.structHash(),
                Keys.hash("payment " + name),
                Hash32.ZERO,
                Keys.PAYER.address(),
                world.vault,
                opg,
                enclave.address(),
                TokenAmount.of(1),
                TokenAmount.of(1),
                1,
                1,
                1,
                world.chain.latestBlock().timestamp(),
                Scheme.EXACT_EIP3009,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(receipt, world.domain(), SignedOffer.sign(offer, world.domain(), enclave), enclave);
    }
}
