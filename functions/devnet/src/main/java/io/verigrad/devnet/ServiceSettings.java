package io.verigrad.devnet;

import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.value.Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The environment that each service is started with: what an operator would configure, no more. */
record ServiceSettings(
        DevnetOptions options,
        URI chain,
        DevnetContracts contracts,
        Address vault,
        DatabaseAccess database,
        Path keys,
        Path models,
        DevnetPolicy policy,
        String runtimeDigest) {

    /** How services reach the ledger. */
    record DatabaseAccess(String reactiveUrl, String username, String password) {}

    Map<String, String> payment() {
        Map<String, String> environment = ledgerAndChain(chain);
        environment.put("VERIGRAD_PAYMENT_KEY_FILE", key("facilitator"));
        // Nobody is known on a fresh network; one dollar of deferred value lets everybody try it.
        environment.put("VERIGRAD_PAYMENT_EXPOSURE_CAP", "1000000");
        asset(environment, "VERIGRAD_PAYMENT_ASSETS__USDC__");
        return environment;
    }

    Map<String, String> verifier() {
        Map<String, String> environment = ledgerAndChain(chain);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker());
        environment.put("VERIGRAD_VERIFIER_KEY_FILE", key("validator"));
        environment.put("VERIGRAD_VERIFIER_POLICY_FILE", policy.policyFile().toString());
        return environment;
    }

    Map<String, String> settlement() {
        Map<String, String> environment = ledgerAndChain(options.settlementRpc().apply(chain));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker());
        environment.put("VERIGRAD_SETTLEMENT_KEY_FILE", key("settler"));
        environment.put("VERIGRAD_SETTLEMENT_VALIDATORS", url(options.ports().verifier()));
        environment.put("VERIGRAD_SETTLEMENT_HOSTS", Accounts.HOST.address().toString());
        environment.put("VERIGRAD_SETTLEMENT_CONFIRMATIONS", "1");
        environment.put("VERIGRAD_SETTLEMENT_BATCH_AGE", "PT1S");
        return environment;
    }

    Map<String, String> runner() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker());
        environment.put("VERIGRAD_CHAIN_ID", "84532");
        environment.put("VERIGRAD_CHAIN_SETTLEMENT", contracts.settlement().toString());
        environment.put(
                "VERIGRAD_CHAIN_ENCLAVE_REGISTRY", contracts.enclaveRegistry().toString());
        environment.put("VERIGRAD_RUNNER_MODELS_DIR", models.toString());
        environment.put("VERIGRAD_RUNNER_PAYMENT_URL", url(options.ports().payment()));
        environment.put("VERIGRAD_RUNNER_VERIFIER_URL", url(options.ports().verifier()));
        environment.put("VERIGRAD_RUNNER_SETTLEMENT_URL", url(options.ports().settlement()));
        environment.put("VERIGRAD_RUNNER_OPERATOR", Accounts.OPERATOR.address().toString());
        environment.put("VERIGRAD_RUNNER_HOST", Accounts.HOST.address().toString());
        environment.put("VERIGRAD_RUNNER_PAY_TO", vault.toString());
        environment.put("VERIGRAD_RUNNER_ATTESTER", "software");
        environment.put("VERIGRAD_RUNNER_SOFTWARE_ROOT_FILE", policy.rootFile().toString());
        environment.put("VERIGRAD_RUNNER_RUNTIME_DIGEST", runtimeDigest);
        environment.put("VERIGRAD_RUNNER_MODELS__ALL_MINILM_L6_V2__PRICE", "1000");
        environment.put("VERIGRAD_RUNNER_MODELS__IRIS__PRICE", "250");
        asset(environment, "VERIGRAD_RUNNER_ASSET_");
        return environment;
    }

    private Map<String, String> ledgerAndChain(URI rpc) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        environment.put("VERIGRAD_CHAIN_RPC_URL", rpc.toString());
        environment.put("VERIGRAD_CHAIN_ID", "84532");
        environment.put("VERIGRAD_CHAIN_SETTLEMENT", contracts.settlement().toString());
        environment.put(
                "VERIGRAD_CHAIN_ENCLAVE_REGISTRY", contracts.enclaveRegistry().toString());
        return environment;
    }

    private void asset(Map<String, String> environment, String prefix) {
        environment.put(prefix + "ADDRESS", contracts.usdc().toString());
        environment.put(prefix + "NAME", "USDC");
        environment.put(prefix + "VERSION", "2");
    }

    private String key(String name) {
        return keys.resolve(name).toString();
    }

    private String broker() {
        return "127.0.0.1:" + options.ports().kafka();
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
