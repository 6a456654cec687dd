package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.AnvilBinary;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.devnet.DevnetGenesis;
import io.verigrad.chain.governance.Proposal;
import io.verigrad.client.GovernedContracts;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.command.ExitCode;
import io.verigrad.client.command.VerigradCommand;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.registry.JsonRpc;
import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.Account;
import io.verigrad.client.transaction.TransactionOutcome;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What holders, validators and publishers do from a terminal, on a chain of their own: its time is moved by days. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountCommandsTest {
    private static final String VALIDATOR = Accounts.VALIDATOR.address().toString();
    private static final String DIGEST = "0x" + "7a".repeat(32);
    private static final String ONE_OPG = "1000000000000000000";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(20), 1 << 20);
    private Anvil anvil;
    private DevnetContracts contracts;
    private JsonRpc rpc;
    private String network;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        anvil = Anvil.start(AnvilBinary.find(Path.of("../..")), directory.resolve("chain"), OptionalInt.empty());
        contracts = DevnetContracts.deploy(
                anvil.rpcUrl(),
                new DevnetGenesis(
                        Accounts.ADMINISTRATOR.address(),
                        Map.of(Accounts.VALIDATOR.address(), 1L),
                        List.of(),
                        Accounts.TREASURY.address(),
                        Map.of(),
                        List.of()));
        rpc = new JsonRpc(http, anvil.rpcUrl());
        Path key = Directories.writeSecret(
                directory.resolve("holder"), Accounts.ADMINISTRATOR.secret().toString());
        Path file = directory.resolve("network.json");
        new NetworkFile(
                        new ChainId(Anvil.CHAIN_ID),
                        contracts.settlement(),
                        contracts.enclaveRegistry(),
                        Optional.of(anvil.rpcUrl()),
                        List.of(contracts.usdc()),
                        Optional.empty(),
                        Optional.of(key.toString()),
                        Optional.of(new GovernedContracts(
                                contracts.opg(),
                                contracts.validatorStaking(),
                                contracts.governor(),
                                contracts.modelRegistry())))
                .write(file);
        network = file.toString();
    }

    @AfterAll
    void stop() {
        http.close();
        anvil.close();
    }

    @Test
    void stakesWithAValidatorAndTakesItBackOnceItHasThawed() throws Exception {
        assertThat(json("stake", "add", VALIDATOR, ONE_OPG).path("staked").asText())
                .isEqualTo(ONE_OPG);
        JsonNode shown = json("stake", "show", VALIDATOR);
        assertThat(shown.path("staked").asText()).isEqualTo(ONE_OPG);

        String thaw = json("stake", "thaw", VALIDATOR, shown.path("shares").asText())
                .path("thaw")
                .asText();
        assertThat(run("stake", "withdraw", thaw)).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("ValidatorStakingStillThawing");
        later(Duration.ofDays(60));
        assertThat(json("stake", "withdraw", thaw).path("transaction").asText()).startsWith("0x");
        assertThat(json("stake", "show", VALIDATOR).path("staked").asText()).isEqualTo("0");
    }

    @Test
    void saysWhyTheContractRefuses() {
        assertThat(run("stake", "thaw", VALIDATOR, "1" + "0".repeat(30))).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("verigrad: the contract refuses it: ValidatorStakingNotEnoughShares");
        assertThat(run("vote", "show", "77")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("the governor knows no proposal 77");
        assertThat(run("vote", "cast", "77", "for")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("GovernorNonexistentProposal");
        assertThat(run("stake", "add", "0x12", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(run("stake", "add", VALIDATOR, "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("vote", "cast", "77", "perhaps")).isEqualTo(ExitCode.USAGE);
        assertThat(run("models", "publish", "m", "--digest", "0x12")).isEqualTo(ExitCode.USAGE);
        assertThat(run("models", "publish", "m", "--digest", DIGEST, "--price", "free"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void publishesAVersionWithItsPriceOnce() throws Exception {
        String asset = contracts.usdc().toString();

        JsonNode published = json("models", "publish", "a model", "--digest", DIGEST, "--price", asset + "=1000,2,3");

        assertThat(published.path("version").asText()).isEqualTo("1");
        Bytes price = rpc.view(
                contracts.modelRegistry().toString(),
                Abi.call(
                        "priceOf(bytes32,uint32,address)",
                        Abi.words()
                                .bytes32(io.verigrad.value.Hash32.parse(
                                        published.path("model").asText()))
                                .uint(1)
                                .address(contracts.usdc())));
        assertThat(List.of(Abi.number(price, 1), Abi.number(price, 2), Abi.number(price, 3)))
                .map(Number::intValue)
                .containsExactly(1000, 2, 3);
        assertThat(run("models", "publish", "a model", "--digest", DIGEST)).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("ModelRegistryKnownDigest");
    }

    @Test
    void votesOnAProposalOnceItsTimeHasCome() throws Exception {
        json("vote", "delegate", Accounts.ADMINISTRATOR.address().toString());
        later(Duration.ofSeconds(2));
        Proposal proposal = new Proposal(
                List.of(new Proposal.Action(contracts.opg(), Abi.call("totalSupply()", Abi.words()))),
                "A test\u001b[2J of \u009b31mstrangers");
        Account proposer =
                new Account(rpc, new ChainId(Anvil.CHAIN_ID), Accounts.ADMINISTRATOR, Duration.ofSeconds(30));
        assertThat(proposer.call(contracts.governor(), proposal.propose())).isInstanceOf(TransactionOutcome.Done.class);
        String id = proposal.id().toString();

        JsonNode listed = json("vote", "list").path(0);
        assertThat(listed.path("proposal").asText()).isEqualTo(id);
        assertThat(listed.path("state").asText()).isEqualTo("PENDING");
        assertThat(listed.path("text").asText()).isEqualTo("A test [2J of  31mstrangers");
        assertThat(json("vote", "show", id).path("state").asText()).isEqualTo("PENDING");
        assertThat(run("vote", "cast", id, "for")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("GovernorUnexpectedProposalState");
        later(Duration.ofDays(2).plusSeconds(1));
        assertThat(json("vote", "cast", id, "for", "--reason", "it is a test, and a long enough one for two words")
                        .path("vote")
                        .asText())
                .isEqualTo("FOR");

        assertThat(run("vote", "list", "--blocks", "1")).isZero();
        assertThat(out.toString()).doesNotContain(id);
        JsonNode shown = json("vote", "show", id);
        assertThat(shown.path("state").asText()).isEqualTo("ACTIVE");
        assertThat(shown.path("voted").asText()).isEqualTo("true");
        assertThat(shown.path("for").asText())
                .isEqualTo(shown.path("power").asText())
                .isNotEqualTo("0");
    }

    private void later(Duration time) throws Exception {
        rpc.answer("evm_increaseTime", List.of(time.toSeconds()));
        rpc.answer("evm_mine", List.of());
    }

    private JsonNode json(String... arguments) throws Exception {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        assertThat(run(all)).as("%s", err).isEqualTo(ExitCode.OK);
        return Json.read(out.toString().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--network";
        all[arguments.length + 1] = network;
        return VerigradCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
