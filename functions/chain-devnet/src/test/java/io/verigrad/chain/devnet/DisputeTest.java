package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.dispute.CaseState;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.chain.dispute.Disputes;
import io.verigrad.chain.dispute.Ruling;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Verdict;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Five validators, of which one lies with its own enclave and one is silent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisputeTest {
    private static final BigInteger OPG = BigInteger.TEN.pow(18);
    private static final Address ANYBODY = TestChain.key().address();
    private static final Hash32 REASONS = Call.hash("reasons");

    private final List<PrivateKey> honest = List.of(TestChain.key(), TestChain.key(), TestChain.key());
    private final PrivateKey liar = TestChain.key();
    private final PrivateKey silent = TestChain.key();

    private TestChain test;
    private DevnetRpc rpc;
    private Address contract;
    private Disputes disputes;
    private Call wrong;
    private Call right;
    private BigInteger wrongAnswer;
    private BigInteger rightAnswer;

    @BeforeAll
    void challengeTwoReceiptsAndLetTheLiarBuyStake(@TempDir Path directory) throws Exception {
        List<PrivateKey> all = List.of(honest.get(0), honest.get(1), honest.get(2), liar, silent);
        test = new TestChain(directory, all, List.of(3L, 3L, 3L, 1L, 1L), liar.address());
        rpc = new DevnetRpc(test.anvil.rpcUrl());
        rpc.impersonateAll(true);
        contract = test.contracts.disputes();
        disputes = test.chain.disputes(contract);
        test.register(Assurance.UNATTESTED, honest);
        long time = test.chain.latestBlock().timestamp();
        give(test.settler.address(), contract, 30_000);
        wrong = call("wrong", time);
        right = call("right", time);
        wrongAnswer = challenge(wrong);
        rightAnswer = challenge(right);
        // With these the liar and the silent one would be a quorum, and the honest ones would be none.
        give(liar.address(), test.contracts.validatorStaking(), 20_000_000);
        act(
                liar.address(),
                test.contracts.validatorStaking(),
                "stake(address,uint256)",
                arguments(liar.address(), 20_000_000));
        rpc.awaitBlockAfter(rpc.latestTimestamp());
    }

    @AfterAll
    void stop() {
        rpc.close();
        test.close();
    }

    @Test
    void costsTheLiarItsStakeAndItsKey() throws Exception {
        Address operator = liar.address();
        TokenAmount staked = stakeOf(operator);
        TokenAmount owned = test.chain.balanceOf(test.contracts.opg(), test.settler.address());
        Verdict upheld = new Verdict(wrongAnswer, true, REASONS);
        DisputedCase open = disputes.find(wrongAnswer).orElseThrow();
        assertThat(open.subject()).isEqualTo(wrong.receipt().id(test.domain()));
        assertThat(open.challenger()).isEqualTo(test.settler.address());
        assertThat(open.accused()).isEqualTo(operator);
        assertThat(open.enclaveKey()).isEqualTo(test.enclave.address());
        assertThat(open.deadline()).isEqualTo(open.openedAt() + 5 * 24 * 3600);
        assertThat(open.state()).isEqualTo(CaseState.OPEN);

        TransactionReceipt judged = test.send(contract, judge(upheld, honest));

        assertThat(disputes.rulings(judged))
                .containsExactly(new Ruling.Upheld(wrongAnswer, REASONS, opg(100_000), opg(50_000), true));
        assertThat(open.penalty()).isEqualTo(opg(100_000));
        assertThat(stakeOf(operator).value())
                .isEqualTo(staked.value().subtract(opg(100_000).value()));
        assertThat(test.chain.balanceOf(test.contracts.opg(), test.settler.address()))
                .isEqualTo(owned.plus(open.bond()).plus(opg(50_000)));
        assertThat(test.chain.keyEpoch(test.enclave.address()).orElseThrow().revokedAt())
                .isPresent();
        assertThat(disputes.find(wrongAnswer).orElseThrow().state()).isEqualTo(CaseState.UPHELD);
        assertThat(estimate(judge(upheld, honest))).isEqualTo(new GasEstimate.Reverts("DisputesNotOpen"));
    }

    @Test
    void countsTheStakeOfTheOpening() throws Exception {
        Verdict lie = new Verdict(rightAnswer, true, REASONS);

        assertThat(estimate(judge(lie, List.of(liar, silent)))).isEqualTo(new GasEstimate.Reverts("QuorumNotReached"));
        assertThat(estimate(judge(lie, List.of(honest.get(0), honest.get(1), liar))))
                .isEqualTo(new GasEstimate.Reverts("QuorumNotReached"));
    }

    @Test
    void costsTheChallengerTheBondWhereTheReceiptIsRight() throws Exception {
        BigInteger id = challenge(call("right as well", right.receipt().issuedAt()));
        TokenAmount owned = test.chain.balanceOf(test.contracts.opg(), liar.address());

        // The liar has bought itself a veto by now, and uses it for the truth.
        List<PrivateKey> signers = List.of(honest.get(0), honest.get(1), liar);
        TransactionReceipt judged = test.send(contract, judge(new Verdict(id, false, REASONS), signers));

        assertThat(disputes.rulings(judged)).containsExactly(new Ruling.Rejected(id, REASONS, opg(5_000)));
        assertThat(test.chain.balanceOf(test.contracts.opg(), liar.address())).isEqualTo(owned.plus(opg(5_000)));
        assertThat(disputes.find(id).orElseThrow().state()).isEqualTo(CaseState.REJECTED);
    }

    @Test
    void knowsNoCaseThatNobodyOpened() throws Exception {
        assertThat(disputes.find(BigInteger.valueOf(1_000))).isEmpty();
        TransactionReceipt other =
                act(test.settler.address(), test.contracts.opg(), "approve(address,uint256)", arguments(ANYBODY, 1));

        assertThat(disputes.opened(other)).isEmpty();
        assertThat(disputes.rulings(other)).isEmpty();
    }

    private Call call(String name, long time) throws Exception {
        return Call.of(name, test.payer, test.chain.vaultOf(test.host), test.enclave.address(), 10_000, time);
    }

    private BigInteger challenge(Call call) throws Exception {
        Hash32 id = call.receipt().id(test.domain());
        Bytes challenge = SettlementCalls.challenge(call.receipt(), test.enclave.sign(id), Call.hash("claim"));
        return disputes.opened(test.send(contract, challenge)).getFirst();
    }

    private Bytes judge(Verdict verdict, List<PrivateKey> signers) {
        Hash32 digest =
                TypedDataDomain.verigrad(new ChainId(Anvil.CHAIN_ID), contract).digest(verdict.structHash());
        return SettlementCalls.judge(verdict, TestChain.endorsements(digest, signers));
    }

    private GasEstimate estimate(Bytes data) throws Exception {
        return test.chain.transactions().estimateGas(test.settler.address(), contract, data);
    }

    private TokenAmount stakeOf(Address validator) throws Exception {
        Bytes arguments =
                StructEncoder.untyped().address(validator).address(validator).encoded();
        try (Rpc node = new Rpc(test.anvil.rpcUrl(), Duration.ofSeconds(10))) {
            Bytes data = Bytes.concat(Selector.of("stakeOf(address,address)"), arguments);
            return new TokenAmount(new Words("eth_call", node.view(test.contracts.validatorStaking(), data)).uint(0));
        }
    }

    private void give(Address owner, Address spender, long tokens) throws Exception {
        act(DevnetPlan.load().deployer(), test.contracts.opg(), "transfer(address,uint256)", arguments(owner, tokens));
        act(owner, test.contracts.opg(), "approve(address,uint256)", arguments(spender, tokens));
    }

    private TransactionReceipt act(Address from, Address to, String function, StructEncoder arguments)
            throws Exception {
        return test.mined(rpc.sendAs(from, to, Bytes.concat(Selector.of(function), arguments.encoded())));
    }

    private static StructEncoder arguments(Address account, long tokens) {
        return StructEncoder.untyped().address(account).uint(opg(tokens));
    }

    private static TokenAmount opg(long tokens) {
        return new TokenAmount(OPG.multiply(BigInteger.valueOf(tokens)));
    }
}
