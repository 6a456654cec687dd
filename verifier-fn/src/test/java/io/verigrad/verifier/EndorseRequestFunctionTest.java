package io.verigrad.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.Chain;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.request.Delivery;
import io.verigrad.chain.request.OpenRequest;
import io.verigrad.chain.request.Requests;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.settlement.Fulfilment;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.eip712.StructEncoder;
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
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.verifier.config.ChainSettings;
import io.verigrad.verifier.endorsement.Endorsement;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers to a contract, from its request on a real chain to the delivery there. */
@QuarkusTest
@WithTestResource(VerifierResource.class)
class EndorseRequestFunctionTest {
    private static final long PRICE = 1000;
    private static final Address HOST = Keys.OTHER.address();
    private static final Bytes ANSWER = Bytes.of("{\"label\":1}".getBytes(StandardCharsets.UTF_8));

    @TestHTTPResource
    URI base;

    @Inject
    Bench bench;

    @Inject
    ChainSettings settings;

    private Functions functions;
    private Chain chain;
    private Address contract;
    private Requests requests;

    @BeforeEach
    void registersTheEnclave() throws Exception {
        functions = new Functions(base);
        bench.registerEnclave(functions);
        chain = bench.chain();
        contract = Address.parse(settings.inferenceRequests().orElseThrow());
        requests = chain.requests(contract);
    }

    @Test
    void endorsesAnAnswerThatTheContractThenPaysFor() throws Exception {
        OpenRequest request = ask();
        SignedReceipt receipt = answer(request, 900);

        Endorsement endorsement = endorse(request.id(), HOST, receipt);

        assertThat(endorsement.status()).isEqualTo(Endorsement.Status.ENDORSED);
        Fulfilment fulfilment = new Fulfilment(
                receipt.receipt(),
                receipt.signature(),
                HOST,
                ANSWER,
                endorsement.appraisal().orElseThrow(),
                List.of(new io.verigrad.chain.settlement.Endorsement(
                        endorsement.validator(), endorsement.signature().orElseThrow())));
        assertThat(requests.deliveries(send(contract, SettlementCalls.fulfil(request.id(), fulfilment))))
                .containsExactly(new Delivery(request.id(), receipt.id(), TokenAmount.of(900), false, Bytes.EMPTY));
        assertThat(endorse(request.id(), HOST, receipt).reason()).contains("request_not_open");
    }

    @Test
    void endorsesNothingThatIsNotTheAnswerToThatRequest() throws Exception {
        OpenRequest request = ask();
        SignedReceipt receipt = answer(request, 900);

        assertThat(endorse(request.id(), Keys.OPERATOR, receipt).refused())
                .containsExactly(new Endorsement.Refusal(receipt.id(), "pay_to_mismatch"));
        assertThat(endorse(ask().id(), HOST, receipt).refused())
                .containsExactly(new Endorsement.Refusal(receipt.id(), "payment_id_mismatch"));
        assertThat(endorse(request.id().add(BigInteger.TEN), HOST, receipt).reason())
                .contains("request_not_open");
    }

    private Endorsement endorse(BigInteger requestId, Address host, SignedReceipt receipt) throws Exception {
        return functions.call(
                "endorse-request",
                Map.of(
                        "requestId",
                        requestId.toString(),
                        "host",
                        host,
                        "receipt",
                        receipt,
                        "appraisedAt",
                        Long.toString(Instant.now().getEpochSecond())),
                Endorsement.class);
    }

    private OpenRequest ask() throws Exception {
        send(
                DevnetContracts.USDC,
                call(
                        "approve(address,uint256)",
                        StructEncoder.untyped().address(contract).uint(PRICE)));
        StructEncoder terms = StructEncoder.untyped()
                .bytes32(Keys.hash("model"))
                .bytes32(Keys.hash("request"))
                .address(DevnetContracts.USDC)
                .uint(PRICE)
                .uint(0)
                .uint(0)
                .uint(3600)
                .uint(8 * 32)
                .uint(0);
        TransactionReceipt asked =
                send(contract, call("ask((bytes32,bytes32,address,uint128,uint8,uint32,uint32),bytes)", terms));
        return requests.find(requests.opened(asked).getFirst()).orElseThrow();
    }

    private SignedReceipt answer(OpenRequest request, long charge) throws Exception {
        Address vault = chain.vaultOf(HOST);
        Offer offer = new Offer(
                request.modelDigest(),
                vault,
                request.asset(),
                TokenAmount.of(charge),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                request.expiresAt());
        Receipt receipt = new Receipt(
                request.requestHash(),
                ContentHash.response(ANSWER.toArray()),
                request.modelDigest(),
                Keys.hash("parameters"),
                Keys.MEASUREMENT,
                offer.structHash(),
                PaymentId.request(new ChainId(settings.id()), contract, request.asker(), request.id()),
                Hash32.ZERO,
                request.asker(),
                vault,
                request.asset(),
                Keys.ENCLAVE.address(),
                request.price(),
                TokenAmount.of(charge),
                4,
                1,
                1,
                request.openedAt(),
                Scheme.REQUEST,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(
                receipt,
                bench.validator().settlementDomain(),
                SignedOffer.sign(offer, bench.validator().settlementDomain(), Keys.ENCLAVE),
                Keys.ENCLAVE);
    }

    /** Sends in the name of the asker, who is the settler here, and waits for the block. */
    private TransactionReceipt send(Address to, Bytes data) throws Exception {
        Transactions transactions = chain.transactions();
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(to, data, 2_000_000),
                transactions.pendingNonce(Keys.SETTLER.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(Keys.SETTLER));
        transactions.broadcast(signed);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<TransactionReceipt> mined = transactions.receiptOf(signed.hash());
            if (mined.isPresent()) {
                assertThat(mined.get().status()).isEqualTo(TransactionReceipt.Status.SUCCEEDED);
                return mined.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not mined in 30 s");
    }

    private static Bytes call(String signature, StructEncoder arguments) {
        return Bytes.concat(Selector.of(signature), arguments.encoded());
    }
}
