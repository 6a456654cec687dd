package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.governance.Governor;
import io.verigrad.chain.governance.Proposal;
import io.verigrad.chain.governance.ProposalState;
import io.verigrad.chain.governance.Vote;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Nobody but holders changes anything, and they only by a vote, a queue and a wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GovernanceTest {
    private TestChain test;
    private DevnetRpc rpc;
    private Address holder;
    private Governor governor;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        test = new TestChain(directory);
        rpc = new DevnetRpc(test.anvil.rpcUrl());
        holder = DevnetPlan.load().deployer();
        governor = test.chain.governor(test.contracts.governor());
    }

    @AfterAll
    void stop() {
        rpc.close();
        test.close();
    }

    @Test
    void aVoteChangesTheSplitOfLaterCharges() throws Exception {
        Proposal proposal =
                new Proposal(List.of(new Proposal.Action(test.contracts.settlement(), split())), "More for hosts");
        act(
                test.contracts.opg(),
                call("delegate(address)", StructEncoder.untyped().address(holder)));
        later(Duration.ofSeconds(2));
        assertThat(governor.stateOf(proposal)).isEmpty();

        propose(proposal);
        assertThat(governor.stateOf(proposal)).contains(ProposalState.PENDING);
        later(Duration.ofDays(2));
        assertThat(governor.stateOf(proposal)).contains(ProposalState.ACTIVE);
        act(test.contracts.governor(), proposal.castVote(Vote.FOR));
        later(Duration.ofDays(5));
        assertThat(governor.stateOf(proposal)).contains(ProposalState.SUCCEEDED);
        act(test.contracts.governor(), proposal.queue());
        assertThat(governor.stateOf(proposal)).contains(ProposalState.QUEUED);
        assertThat(test.chain.transactions().estimateGas(holder, test.contracts.governor(), proposal.execute()))
                .isEqualTo(new GasEstimate.Reverts("TimelockUnexpectedOperationState"));
        later(Duration.ofDays(2));
        act(test.contracts.governor(), proposal.execute());
        assertThat(governor.stateOf(proposal)).contains(ProposalState.EXECUTED);

        assertThat(settled().hostShare()).isEqualTo(TokenAmount.of(8_000));
    }

    @Test
    void neitherTheDeployerNorAnotherHolderChangesItAlone() throws Exception {
        for (Address account : List.of(holder, test.guardian.address(), test.settler.address())) {
            assertThat(test.chain.transactions().estimateGas(account, test.contracts.settlement(), split()))
                    .isEqualTo(new GasEstimate.Reverts("AccessManagedUnauthorized"));
        }
    }

    private void propose(Proposal proposal) throws Exception {
        act(test.contracts.governor(), proposal.propose());
    }

    private ItemOutcome.Settled settled() throws Exception {
        test.register(Assurance.UNATTESTED);
        Address vault = test.chain.vaultOf(test.host);
        long now = test.chain.latestBlock().timestamp();
        Call paid = Call.of("after the vote", test.payer, vault, test.enclave.address(), 10_000, now);
        Bytes settle = SettlementCalls.settle(test.batch(List.of(paid.item(test.domain(), test.host, test.enclave))));
        return (ItemOutcome.Settled) test.chain
                .outcomes(test.send(test.contracts.settlement(), settle))
                .getFirst();
    }

    private void act(Address to, Bytes data) throws Exception {
        rpc.requireSuccess(rpc.sendAs(holder, to, data));
    }

    /** One second more than asked: the governor's times are exclusive. */
    private void later(Duration time) throws Exception {
        rpc.increaseTime(time.plusSeconds(1));
    }

    private Bytes split() {
        return call(
                "setSplit((uint16,uint16,uint16,uint16,address,address))",
                StructEncoder.untyped()
                        .uint(8_000)
                        .uint(1_500)
                        .uint(200)
                        .uint(300)
                        .address(test.treasury)
                        .address(test.treasury));
    }

    private static Bytes call(String signature, StructEncoder arguments) {
        return Bytes.concat(Selector.of(signature), arguments.encoded());
    }
}
