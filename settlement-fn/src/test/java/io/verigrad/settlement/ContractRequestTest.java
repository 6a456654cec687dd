package io.verigrad.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.request.Delivery;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.ledger.ContractRequests;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction.Purpose;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What contracts ask for on a real chain, to the callback that answers them. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(ChainResource.class)
class ContractRequestTest {
    private static final Hash32 MODEL = Keys.hash("model that contracts ask");
    private static final String PATH = "/v2/models/iris/infer";
    private static final byte[] ANSWER = "{\"label\":\"setosa\"}".getBytes(StandardCharsets.UTF_8);

    @Inject
    Settler settler;

    @Inject
    Registrar registrar;

    @Inject
    RequestDesk desk;

    @Inject
    ContractRequests ledger;

    @Inject
    TransactionJournal journal;

    private final World world = World.get();
    private final Address requests = Asker.requests();
    private Asker asker = new Asker(world, Address.ZERO);

    @BeforeEach
    void registersTheEnclaveAndDeploysTheAsker() throws Exception {
        world.heal();
        RegisterCall registration = world.registration(Keys.ENCLAVE);
        for (int i = 0; i < 20 && registrar.register(registration).status() != RegisterAnswer.Status.REGISTERED; i++) {
            world.mine(1);
        }
        asker = Asker.deploy(world, requests);
        // Begins to watch where nobody has.
        settler.settle();
    }

    @Test
    void answersAContractByItsCallbackOnce() throws Exception {
        BigInteger id = asker.ask(MODEL, 3600, PATH, "{}");
        settler.settle();
        assertThat(work()).as("not deep enough").isEmpty();
        bury();
        ContractWork.Item item = work().getFirst();
        assertThat(item.requestId()).isEqualTo(id.longValueExact());
        assertThat(item.path()).isEqualTo(PATH);
        assertThat(Base64.getDecoder().decode(item.body())).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(work()).as("given to one at a time").isEmpty();

        assertThat(answer(item).taken()).isTrue();
        await(id, "DELIVERED");

        Delivery delivery = delivery(id);
        assertThat(delivery.called()).isTrue();
        assertThat(delivery.charge()).isEqualTo(TokenAmount.of(9_000));
        assertThat(world.chain.requests(requests).creditOf(Keys.HOST, DevnetContracts.USDC))
                .isNotEqualTo(TokenAmount.ZERO);
        assertThat(answer(item).taken()).as("once").isFalse();
        long nonce = world.chain.transactions().minedNonce(Keys.SETTLER.address());
        rounds(3);
        assertThat(world.chain.transactions().minedNonce(Keys.SETTLER.address()))
                .isEqualTo(nonce);
    }

    @Test
    void deliversOnceToAContractThatRefusesItsAnswer() throws Exception {
        asker.refuse(true);
        BigInteger id = asker.ask(MODEL, 3600, PATH, "{\"refused\":1}");
        bury();
        assertThat(answer(work().getFirst()).taken()).isTrue();

        await(id, "DELIVERED");

        assertThat(delivery(id).called()).isFalse();
        long nonce = world.chain.transactions().minedNonce(Keys.SETTLER.address());
        rounds(3);
        assertThat(world.chain.transactions().minedNonce(Keys.SETTLER.address()))
                .isEqualTo(nonce);
    }

    @Test
    void leavesRequestsThatExpireToBeRefunded() throws Exception {
        BigInteger id = asker.ask(MODEL, 30, PATH, "{\"short\":1}");
        bury();

        assertThat(work()).isEmpty();
        assertThat(standing(id)).isEqualTo(new ContractRequests.Standing("GIVEN_UP", Optional.of("expired")));
    }

    @Test
    void givesUpWhatNobodyEndorses() throws Exception {
        BigInteger id = asker.ask(MODEL, 3600, PATH, "{\"alone\":1}");
        bury();
        assertThat(answer(work().getFirst()).taken()).isTrue();
        world.validators.forEach(validator -> validator.down = true);

        await(id, "GIVEN_UP");

        assertThat(standing(id).reason()).contains("not_endorsed");
        world.heal();
        rounds(3);
        assertThat(standing(id).state()).isEqualTo("GIVEN_UP");
        assertThat(world.chain.requests(requests).find(id)).isPresent();
    }

    @Test
    void givesUpWhatRevertsAfterItsEstimate() throws Exception {
        BigInteger id = asker.ask(MODEL, 3600, PATH, "{\"reverts\":1}");
        bury();
        assertThat(answer(work().getFirst()).taken()).isTrue();

        revertDelivery(id, Optional.empty());
        assertThat(standing(id)).isEqualTo(new ContractRequests.Standing("ANSWERED", Optional.of("reverted")));
        revertDelivery(id, sent(id).map(JournalEntry::hash));

        assertThat(standing(id)).isEqualTo(new ContractRequests.Standing("GIVEN_UP", Optional.of("reverted")));
        long nonce = world.chain.transactions().minedNonce(Keys.SETTLER.address());
        rounds(3);
        assertThat(world.chain.transactions().minedNonce(Keys.SETTLER.address()))
                .isEqualTo(nonce);
    }

    @Test
    void readsAgainWhatAReorganisationUndid() throws Exception {
        String before = world.snapshot();
        BigInteger id = asker.ask(MODEL, 3600, PATH, "{\"undone\":1}");
        bury();
        assertThat(standing(id).state()).isEqualTo("OPEN");

        world.revert(before);
        assertThat(asker.ask(MODEL, 3600, PATH, "{\"another\":1}")).isEqualTo(id);
        world.mine(6);
        rounds(3);

        ContractWork.Item item = work().getFirst();
        assertThat(item.requestId()).isEqualTo(id.longValueExact());
        assertThat(new String(Base64.getDecoder().decode(item.body()), StandardCharsets.UTF_8))
                .isEqualTo("{\"another\":1}");
        assertThat(answer(item).taken()).isTrue();
        await(id, "DELIVERED");
    }

    @Test
    void believesNoRunnerButThoseThatSigned() throws Exception {
        BigInteger id = asker.ask(MODEL, 3600, PATH, "{\"guarded\":1}");
        bury();
        PrivateKey stranger = Keys.key("runner that nobody registered");

        assertThat(desk.work(call(RequestDesk.WORK, new ContractWorkCall(List.of(MODEL)), stranger))
                        .reason())
                .contains("runner_not_registered");
        assertThat(desk.work(call("check", new ContractWorkCall(List.of(MODEL)), Keys.ENCLAVE))
                        .reason())
                .contains("unauthenticated");
        ContractWork.Item item = work().getFirst();
        SignedReceipt receipt = receipt(item, ANSWER);
        assertThat(answer(item, receipt, "other".getBytes(StandardCharsets.UTF_8))
                        .reason())
                .contains("receipt_mismatch");
        assertThat(standing(id).state()).isEqualTo("OPEN");
        assertThat(answer(item).taken()).isTrue();
        await(id, "DELIVERED");
    }

    /** Lets the next delivery after {@code before} be written down, fail in its block, and be seen failed. */
    private void revertDelivery(BigInteger id, Optional<Hash32> before) throws Exception {
        world.proxy.sends = RpcProxy.Sends.LOST;
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (sent(id).map(JournalEntry::hash).equals(before)) {
            assertThat(System.nanoTime()).as("sent within 30 s").isLessThan(deadline);
            settler.settle();
        }
        ContractRequests.Standing standing = standing(id);
        JournalEntry entry = sent(id).orElseThrow();
        world.sendToBroken(requests, entry.transaction());
        world.proxy.sends = RpcProxy.Sends.PASS;
        assertThat(world.chain
                        .transactions()
                        .receiptOf(entry.hash())
                        .orElseThrow()
                        .status())
                .isEqualTo(TransactionReceipt.Status.REVERTED);
        while (standing(id).equals(standing)) {
            assertThat(System.nanoTime()).as("seen within 30 s").isLessThan(deadline);
            rounds(1);
        }
    }

    private Optional<JournalEntry> sent(BigInteger id) {
        return Waiting.on(journal.latest(
                Purpose.FULFIL,
                StructEncoder.untyped().address(requests).uint(id).encoded()));
    }

    /** Makes what was sent final and seen. */
    private void bury() throws Exception {
        world.mine(4);
        rounds(1);
    }

    private void rounds(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            settler.settle();
            world.mine(1);
        }
    }

    private void await(BigInteger id, String state) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!standing(id).state().equals(state)) {
            assertThat(System.nanoTime())
                    .as("%s within 30 s, found %s", state, standing(id))
                    .isLessThan(deadline);
            rounds(1);
        }
    }

    private ContractRequests.Standing standing(BigInteger id) {
        return Waiting.on(ledger.find(requests, id)).orElseThrow();
    }

    private Delivery delivery(BigInteger id) throws Exception {
        JournalEntry entry = Waiting.on(journal.latest(
                        Purpose.FULFIL,
                        StructEncoder.untyped().address(requests).uint(id).encoded()))
                .orElseThrow();
        return world.chain
                .requests(requests)
                .deliveries(world.chain.transactions().receiptOf(entry.hash()).orElseThrow())
                .getFirst();
    }

    private List<ContractWork.Item> work() throws Exception {
        return desk.work(call(RequestDesk.WORK, new ContractWorkCall(List.of(MODEL)), Keys.ENCLAVE))
                .requests();
    }

    private ContractAnswerTaken answer(ContractWork.Item item) throws Exception {
        return answer(item, receipt(item, ANSWER), ANSWER);
    }

    private ContractAnswerTaken answer(ContractWork.Item item, SignedReceipt receipt, byte[] answer) throws Exception {
        return desk.answer(call(
                RequestDesk.ANSWER,
                new ContractAnswerCall(
                        item.requestId(),
                        Keys.HOST,
                        receipt,
                        Base64.getEncoder().encodeToString(answer),
                        Optional.empty()),
                Keys.ENCLAVE));
    }

    private SignedCall call(String function, Object body, PrivateKey key) {
        return SignedCall.sign(function, body, world.domain(), key, Clock.systemUTC());
    }

    private SignedReceipt receipt(ContractWork.Item item, byte[] answer) throws Exception {
        TokenAmount charge = TokenAmount.of(9_000);
        long now = world.chain.latestBlock().timestamp();
        Offer offer = new Offer(
                item.modelDigest(),
                world.vault,
                item.asset(),
                charge,
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                now + 3600);
        Receipt receipt = new Receipt(
                item.requestHash(),
                ContentHash.response(answer),
                item.modelDigest(),
                Keys.hash("parameters"),
                Keys.hash("runtime"),
                offer.structHash(),
                PaymentId.request(
                        world.chain.config().chainId(),
                        item.contract(),
                        item.asker(),
                        BigInteger.valueOf(item.requestId())),
                Hash32.ZERO,
                item.asker(),
                world.vault,
                item.asset(),
                Keys.ENCLAVE.address(),
                item.price(),
                charge,
                4,
                1,
                1,
                now,
                Scheme.REQUEST,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(
                receipt, world.domain(), SignedOffer.sign(offer, world.domain(), Keys.ENCLAVE), Keys.ENCLAVE);
    }
}
