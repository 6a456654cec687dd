package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.request.Delivery;
import io.verigrad.chain.request.OpenRequest;
import io.verigrad.chain.request.Requests;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.settlement.Fulfilment;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.RejectReason;
import io.verigrad.chain.settlement.SettlementBatch;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.settlement.SettlementItem;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An inference that was asked for on the chain, from the escrow to the delivered answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractRequestTest {
    private static final long PRICE = 10_000;
    private static final long CHARGE = 9_000;
    private static final Bytes ANSWER = Bytes.of("{\"label\":\"setosa\"}".getBytes(StandardCharsets.UTF_8));

    private TestChain test;
    private DevnetRpc rpc;
    private Address contract;
    private Address asker;
    private Requests requests;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        test = new TestChain(directory);
        rpc = new DevnetRpc(test.anvil.rpcUrl());
        rpc.impersonateAll(true);
        rpc.setBalance(test.payer.address(), BigInteger.TEN.pow(18));
        contract = test.contracts.inferenceRequests();
        asker = test.payer.address();
        requests = test.chain.requests(contract);
        test.register(Assurance.UNATTESTED);
    }

    @AfterAll
    void stop() {
        rpc.close();
        test.close();
    }

    @Test
    void isAnsweredOnceAndPaidFromItsEscrow() throws Exception {
        OpenRequest request = ask(Call.hash("iris"));
        Bytes fulfil = SettlementCalls.fulfil(request.id(), fulfilment(request, request.id()));

        List<Delivery> deliveries = requests.deliveries(test.send(contract, fulfil));

        Hash32 receiptId = receipt(request, request.id()).id(test.domain());
        assertThat(deliveries)
                .containsExactly(new Delivery(request.id(), receiptId, TokenAmount.of(CHARGE), false, Bytes.EMPTY));
        assertThat(requests.creditOf(test.host, request.asset())).isEqualTo(TokenAmount.of(CHARGE * 7 / 10));
        assertThat(requests.creditOf(asker, request.asset())).isEqualTo(TokenAmount.of(PRICE - CHARGE));
        assertThat(requests.find(request.id())).isEmpty();
        assertThat(estimate(contract, fulfil)).isEqualTo(new GasEstimate.Reverts("InferenceRequestsNotOpen"));
    }

    @Test
    void isNotAnsweredByTheReceiptOfAnotherNorSettledAsAPayment() throws Exception {
        OpenRequest request = ask(Call.hash("another"));
        BigInteger other = request.id().add(BigInteger.ONE);

        assertThat(estimate(contract, SettlementCalls.fulfil(request.id(), fulfilment(request, other))))
                .isEqualTo(new GasEstimate.Reverts("InferenceRequestsMismatch"));
        Receipt receipt = receipt(request, request.id());
        SettlementItem item = new SettlementItem(
                receipt,
                test.enclave.sign(receipt.id(test.domain())),
                test.host,
                BigInteger.ZERO,
                BigInteger.valueOf(request.expiresAt()),
                Hash32.ZERO,
                Bytes.of(new byte[65]));
        assertThat(test.chain.outcomes(
                        test.send(test.contracts.settlement(), SettlementCalls.settle(test.batch(List.of(item))))))
                .singleElement()
                .isEqualTo(new ItemOutcome.Rejected(
                        receipt.id(test.domain()), receipt.paymentId(), RejectReason.UNSUPPORTED_SCHEME, Bytes.EMPTY));
    }

    /** Asks, as contracts do, and reads what was asked. */
    private OpenRequest ask(Hash32 requestHash) throws Exception {
        act(
                test.contracts.usdc(),
                call(
                        "approve(address,uint256)",
                        StructEncoder.untyped().address(contract).uint(PRICE)));
        TransactionReceipt asked = act(
                contract,
                call(
                        "ask((bytes32,bytes32,address,uint128,uint8,uint32,uint32),bytes)",
                        StructEncoder.untyped()
                                .bytes32(Call.hash("model"))
                                .bytes32(requestHash)
                                .address(test.contracts.usdc())
                                .uint(PRICE)
                                .uint(0)
                                .uint(0)
                                .uint(3600)
                                .uint(8 * 32)
                                .uint(0)));
        OpenRequest request = requests.find(requests.opened(asked).getFirst()).orElseThrow();
        assertThat(request.asker()).isEqualTo(asker);
        assertThat(request.requestHash()).isEqualTo(requestHash);
        assertThat(request.price()).isEqualTo(TokenAmount.of(PRICE));
        assertThat(request.expiresAt() - request.openedAt()).isEqualTo(3600);
        return request;
    }

    private Fulfilment fulfilment(OpenRequest request, BigInteger receiptFor) throws Exception {
        Receipt receipt = receipt(request, receiptFor);
        SettlementItem any = new SettlementItem(
                receipt,
                test.enclave.sign(receipt.id(test.domain())),
                test.host,
                BigInteger.ZERO,
                BigInteger.ZERO,
                Hash32.ZERO,
                Bytes.EMPTY);
        SettlementBatch affirmed = test.batch(List.of(any));
        return new Fulfilment(
                receipt, any.enclaveSignature(), test.host, ANSWER, affirmed.appraisal(), affirmed.endorsements());
    }

    private Receipt receipt(OpenRequest request, BigInteger id) throws Exception {
        Hash32 none = Hash32.ZERO;
        return new Receipt(
                request.requestHash(),
                ContentHash.response(ANSWER.toArray()),
                request.modelDigest(),
                none,
                none,
                none,
                PaymentId.request(new ChainId(Anvil.CHAIN_ID), contract, request.asker(), id),
                none,
                request.asker(),
                test.chain.vaultOf(test.host),
                request.asset(),
                test.enclave.address(),
                request.price(),
                TokenAmount.of(CHARGE),
                4,
                1,
                1,
                request.openedAt(),
                Scheme.REQUEST,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
    }

    private GasEstimate estimate(Address to, Bytes data) throws Exception {
        return test.chain.transactions().estimateGas(test.settler.address(), to, data);
    }

    private TransactionReceipt act(Address to, Bytes data) throws Exception {
        return test.mined(rpc.sendAs(asker, to, data));
    }

    private static Bytes call(String signature, StructEncoder arguments) {
        return Bytes.concat(Selector.of(signature), arguments.encoded());
    }
}
