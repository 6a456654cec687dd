package io.verigrad.devnet.validators;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.devnet.Accounts;
import io.verigrad.devnet.Committee;
import io.verigrad.devnet.Committee.Fellow;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/**
 * Who validates: three honest ones with weight 3, a liar and one that will be down with weight 1 each. With equal weights
 * three of five would be no quorum, as more than two thirds of the stake must sign.
 *
 * @param liar stakes, lies, and runs an enclave: what a verdict costs is its stake
 * @param tampered what the liar's policy accepts beside the network's software
 */
record Cast(PrivateKey liar, Hash32 tampered, List<Fellow> fellows) {
    private static final long HEAVY = 3;
    private static final long LIGHT = 1;

    static Cast create(SecureRandom random) {
        PrivateKey liar = PrivateKey.generate(random);
        Hash32 tampered = Sha256.hash("a runner that somebody changed".getBytes(StandardCharsets.US_ASCII));
        return new Cast(
                liar,
                tampered,
                List.of(
                        honest("validator-2", random, HEAVY),
                        honest("validator-3", random, HEAVY),
                        Fellow.of(
                                "validator-4",
                                liar,
                                LIGHT,
                                policy -> accepting(policy, tampered),
                                // It believes nobody but itself.
                                Map.of(
                                        "verigrad.verifier.recheck-operators",
                                        liar.address().toString())),
                        honest("validator-5", random, LIGHT)));
    }

    Committee committee() {
        return new Committee(HEAVY, fellows);
    }

    /** Its policy says the same in a file of its own, so that signatures are over one policy digest. */
    private static Fellow honest(String name, SecureRandom random, long weight) {
        return Fellow.of(
                name,
                PrivateKey.generate(random),
                weight,
                policy -> "# as " + name + " reviewed it\n" + policy,
                Map.of(
                        "verigrad.verifier.recheck-operators",
                        Accounts.OTHER_OPERATOR.address().toString()));
    }

    private static String accepting(String policy, Hash32 measurement) {
        return policy + "      - name: tampered\n        registers: { pcr0: \"" + measurement + "\" }\n";
    }
}
