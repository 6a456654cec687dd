package io.verigrad.verifier.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What makes this process one validator. */
@ConfigMapping(prefix = "verigrad.verifier")
public interface VerifierConfig {
    /** The file of the validator's key: one line of 0x and 64 hex digits. */
    Path keyFile();

    /** The appraisal policy, a YAML file. */
    Path policyFile();

    /**
     * The file of the key that signs attestation results as tokens (EAR, ES256): PKCS#8 in PEM, on P-256. Without it answers
     * have none.
     */
    Optional<Path> resultKeyFile();

    /** The Kafka consumer group. Validators that share a Kafka each have their own. */
    @WithDefault("verigrad-verifier-fn")
    String consumerGroup();

    /**
     * The operators whose enclaves' rechecks this validator believes when it judges a case; without any, those of all
     * operators but the accused.
     */
    Optional<List<String>> recheckOperators();

    /** How long a key epoch that was read from the chain is used, so how late a revocation is seen. */
    @WithDefault("PT10S")
    Duration epochCache();

    /** The wait after the first failure to reach the chain or the database; it doubles up to {@link #retryMax}. */
    @WithDefault("PT0.2S")
    Duration retryMin();

    /** The longest wait between two attempts. */
    @WithDefault("PT10S")
    Duration retryMax();
}
