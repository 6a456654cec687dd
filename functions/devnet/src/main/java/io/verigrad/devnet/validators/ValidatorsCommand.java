package io.verigrad.devnet.validators;

import io.verigrad.client.http.BoundedHttp;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.DevnetLog;
import io.verigrad.devnet.DevnetOptions;
import io.verigrad.devnet.Progress;
import io.verigrad.devnet.ServiceProcess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code verigrad validators}: a quorum that holds without two of five, and a liar that loses its stake. */
@Command(
        name = "validators",
        mixinStandardHelpOptions = true,
        description =
                "Starts a local network with five validators, of which one is then killed and one lies: an enclave is"
                        + " registered all the same, and the liar's false answer costs it stake and key. Exits 0 only if all of that"
                        + " was read back from the chain.")
public final class ValidatorsCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 1 << 20;

    private final Path home;

    public ValidatorsCommand(Path home) {
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        DevnetLog.to(home.resolve(".verigrad/validators.log"));
        System.out.println("Starting a local network with five validators");
        Cast cast = Cast.create(new SecureRandom());
        DevnetOptions options = DevnetOptions.free(home, "validators").withCommittee(cast.committee());
        try (Devnet devnet = Devnet.start(options, Progress.to(System.out));
                Stakes stakes = new Stakes(devnet);
                BoundedHttp http = BoundedHttp.create(TIMEOUT, MAX_ANSWER)) {
            return play(new Stage(devnet, cast, stakes, new Functions(http)), new Story(System.out)) ? 0 : 1;
        }
    }

    private static boolean play(Stage stage, Story story) throws Exception {
        Enrolment enrolment = new Enrolment(stage, story);
        enrolment.introduce();
        ServiceProcess second = enrolment.takeOneDown();
        LiarsEnclave enclave = new LiarsEnclave(stage.devnet(), PrivateKey.generate(new SecureRandom()));
        enrolment.registerTheLiars(enclave);
        enrolment.signWhatOthersRefuse();
        new Slashing(stage, story, enclave, second).run();
        return story.end();
    }
}
