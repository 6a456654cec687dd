package io.verigrad.devnet.validators;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Evidence;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.devnet.ServiceProcess;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first half of the demo: enclaves are registered by a quorum, whoever is down, and by nothing less, whoever lies. */
final class Enrolment {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 200;

    private final Stage stage;
    private final Story story;
    private final List<ServiceProcess> validators;

    Enrolment(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
        this.validators = stage.validators();
    }

    void introduce() throws ChainUnavailableException {
        story.step("Five validators, each a process with its own key and policy file");
        for (ServiceProcess validator : validators) {
            Address address = stage.address(validator);
            String part = validator == validators.get(Stage.LIAR) ? ", lies" : "";
            story.line(
                    validator.name(),
                    address + ", pid " + validator.pid() + ", stakes "
                            + Stakes.text(stage.stakes().staked(address)) + part);
        }
        story.expect("stake in all", Stakes.opg(11_000_000), stage.total());
    }

    ServiceProcess takeOneDown() throws IOException, InterruptedException {
        story.step("One is killed, and a runner of another operator comes: the others are a quorum");
        validators.get(Stage.DOWN).kill();
        story.line(validators.get(Stage.DOWN).name(), "SIGKILL");
        ServiceProcess runner = stage.devnet().startAnotherRunner();
        runner.awaitReady();
        story.line(runner.name(), "registered");
        story.expect(
                "running validators",
                4L,
                validators.stream().filter(ServiceProcess::isRunning).count());
        return runner;
    }

    void registerTheLiars(LiarsEnclave enclave)
            throws IOException, InterruptedException, ChainUnavailableException, MalformedJsonException {
        story.step("The liar runs an enclave with the software that all know, and has it registered");
        Appraised appraised = appraise(enclave, stage.devnet().runtimeDigest());
        Appraised.Group quorum = appraised.groups().getFirst();
        TokenAmount signed = TokenAmount.ZERO;
        for (Endorsement endorsement : quorum.endorsements()) {
            signed = signed.plus(stage.stakes().staked(endorsement.validator()));
        }
        story.line("quorum", quorum.endorsements().size() + " signed the same registration");
        story.expect("stake that signed, of " + Stakes.text(stage.total()), Stakes.opg(9_000_000), signed);
        String status = "";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!status.equals("registered") && System.nanoTime() < deadline) {
            status = register(enclave, quorum).path("status").asText();
            Thread.sleep(PAUSE_MILLIS);
        }
        Optional<KeyEpoch> epoch = stage.chain().keyEpoch(enclave.key().address());
        story.expect("the registry's operator", Optional.of(stage.liar()), epoch.map(KeyEpoch::operator));
        story.expect(
                "good key",
                Optional.of(true),
                epoch.map(found -> found.revokedAt().isEmpty()));
    }

    void signWhatOthersRefuse() throws IOException, MalformedJsonException, ChainUnavailableException {
        story.step("The liar signs an enclave with changed software, which the others refuse");
        LiarsEnclave tampered = new LiarsEnclave(stage.devnet(), PrivateKey.generate(new SecureRandom()));
        Appraised appraised = appraise(tampered, stage.cast().tampered());
        for (int i = 0; i < validators.size(); i++) {
            story.expect(
                    validators.get(i).name() + " signs it",
                    i == Stage.LIAR,
                    appraised.affirms(validators.get(i).name()));
        }
        JsonNode answer = register(tampered, appraised.groups().getFirst());
        story.line(
                "settlement-fn",
                answer.path("status").asText() + ", " + answer.path("reason").asText());
        story.expect(
                "in the registry",
                Optional.empty(),
                stage.chain().keyEpoch(tampered.key().address()));
    }

    private Appraised appraise(LiarsEnclave of, Hash32 software) throws IOException {
        JsonNode challenge = stage.functions().call(validators.getFirst().url(), "challenge", Map.of());
        Evidence evidence = of.evidence(challenge, software);
        Map<String, Object> body = Map.of("evidence", evidence.toBase64(), "operator", stage.liar());
        Map<String, Optional<JsonNode>> answers = new LinkedHashMap<>();
        for (ServiceProcess validator : validators) {
            Optional<JsonNode> answer = stage.functions().ask(validator.url(), "appraise-enclave", body);
            story.line(validator.name(), Appraised.text(answer));
            answers.put(validator.name(), answer);
        }
        return new Appraised(answers);
    }

    private JsonNode register(LiarsEnclave of, Appraised.Group group) throws IOException {
        Hash32 digest = TypedDataDomain.verigrad(
                        Stage.CHAIN, stage.devnet().contracts().enclaveRegistry())
                .digest(group.registration().structHash());
        URI settlement = stage.devnet().settlement().url();
        return stage.functions()
                .call(
                        settlement,
                        "register",
                        Map.of(
                                "registration",
                                group.registration(),
                                "enclaveSignature",
                                of.key().sign(digest),
                                "endorsements",
                                group.endorsements()));
    }
}
