package io.verigrad.verifier;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.AnvilBinary;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.devnet.DevnetGenesis;
import io.verigrad.ledger.testing.LedgerDatabase;
import io.verigrad.value.TokenAmount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL with the ledger, an anvil with the contracts, and the files of one validator. */
public final class VerifierResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable LedgerDatabase database;
    private @Nullable Anvil anvil;

    @Override
    public Map<String, String> start() {
        try {
            return startAll();
        } catch (Exception e) {
            stop();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> startAll() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("target"), "verifier-test");
        Path rootFile = directory.resolve("root.pem");
        Path policyFile = directory.resolve("policy.yaml");
        Path keyFile = directory.resolve("validator.key");
        SoftwareRoot root = SoftwareRoot.create(Clock.systemUTC(), new SecureRandom());
        Files.writeString(rootFile, root.toPem());
        String policy = policy(root);
        Files.writeString(policyFile, policy);
        Files.writeString(keyFile, Keys.VALIDATOR.secret().toString());
        Path resultKeyFile = directory.resolve("result.pem");
        Files.writeString(
                resultKeyFile,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(Keys.RESULT.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");

        LedgerDatabase ledger = LedgerDatabase.start();
        database = ledger;
        Anvil chain = Anvil.start(AnvilBinary.find(), directory.resolve("anvil"), OptionalInt.empty());
        anvil = chain;
        DevnetContracts contracts = DevnetContracts.deploy(
                chain.rpcUrl(),
                new DevnetGenesis(
                        Keys.ADMIN.address(),
                        Map.of(Keys.VALIDATOR.address(), 1L),
                        AppraisalPolicy.parse(policy).measurementSets().stream()
                                .map(MeasurementSet::id)
                                .toList(),
                        Keys.TREASURY,
                        Map.of(Keys.SETTLER.address(), TokenAmount.of(1_000_000)),
                        List.of(Keys.SETTLER.address())));

        Map<String, String> config = new HashMap<>();
        config.putAll(InMemoryConnector.switchIncomingChannelsToInMemory("attested-in"));
        config.putAll(InMemoryConnector.switchOutgoingChannelsToInMemory("appraised-out"));
        // In memory a channel is one queue, whatever its connector could do.
        config.put("mp.messaging.incoming.attested-in.concurrency", "1");
        config.put("quarkus.datasource.reactive.url", ledger.reactiveUrl());
        config.put("quarkus.datasource.username", ledger.username());
        config.put("quarkus.datasource.password", ledger.password());
        config.put("verigrad.chain.rpc-url", chain.rpcUrl().toString());
        config.put("verigrad.chain.settlement", contracts.settlement().toString());
        config.put(
                "verigrad.chain.enclave-registry", contracts.enclaveRegistry().toString());
        config.put(
                "verigrad.chain.inference-requests",
                contracts.inferenceRequests().toString());
        config.put("verigrad.chain.disputes", contracts.disputes().toString());
        config.put("verigrad.verifier.key-file", keyFile.toString());
        config.put("verigrad.verifier.policy-file", policyFile.toString());
        config.put("verigrad.verifier.result-key-file", resultKeyFile.toString());
        config.put(
                "test.result-key",
                Base64.getEncoder().encodeToString(Keys.RESULT.getPublic().getEncoded()));
        config.put("verigrad.verifier.epoch-cache", "PT0S");
        config.put("verigrad.verifier.retry-min", "PT0.01S");
        config.put("verigrad.verifier.retry-max", "PT0.05S");
        config.put("test.jdbc-url", ledger.jdbcUrl());
        config.put("test.root-file", rootFile.toString());
        return config;
    }

    @Override
    public void stop() {
        if (anvil != null) {
            anvil.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private static String policy(SoftwareRoot root) {
        return """
                version: 1
                id: verigrad-test
                development: true
                evidence-max-age: PT5M
                clock-skew: PT30S
                epoch-lifetime: P1D
                formats:
                  software-v1:
                    max-assurance: UNATTESTED
                    roots: ["%s"]
                    measurements:
                      - name: runner
                        registers: { pcr0: "%s" }
                """.formatted(root.fingerprint(), Keys.MEASUREMENT);
    }
}
