package io.verigrad.devnet;

import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.value.Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration of each service: what an operator would write, no more. */
record ServiceSettings(
        DevnetOptions options,
        URI chain,
        DevnetContracts contracts,
        Address vault,
        DatabaseAccess database,
        Path keys,
        Path models,
        DevnetPolicy policy,
        URI upstream,
        LocalPrices prices,
        String runtimeDigest) {

    /** How services reach the ledger. */
    record DatabaseAccess(String reactiveUrl, String username, String password) {}

    Map<String, String> payment() {
        Map<String, String> properties = ledgerAndChain(options.rpc().apply(chain));
        tracing(properties);
        properties.put("verigrad.payment.key-file", key("facilitator"));
        // Nobody is known on a fresh network; one dollar of deferred value lets everybody try it.
        properties.put("verigrad.payment.exposure-cap", "1000000");
        properties.put("verigrad.payment.exposure-caps." + Accounts.UNTRUSTED_PAYER.address(), "0");
        asset(properties, "verigrad.payment.assets.USDC.");
        opg(properties, "verigrad.payment.assets.OPG.");
        return properties;
    }

    Map<String, String> verifier() {
        Map<String, String> properties = ledgerAndChain(options.rpc().apply(chain));
        tracing(properties);
        properties.put("kafka.bootstrap.servers", broker());
        properties.put("verigrad.verifier.key-file", key("validator"));
        // Everything that can be away is on this machine.
        properties.put("verigrad.verifier.retry-max", "PT0.5S");
        properties.put("verigrad.verifier.policy-file", policy.policyFile().toString());
        properties.put(
                "verigrad.chain.inference-requests",
                contracts.inferenceRequests().toString());
        properties.put("verigrad.chain.disputes", contracts.disputes().toString());
        return properties;
    }

    /** Another validator: it shares chain, ledger and broker with the first, and neither key nor policy. */
    Map<String, String> verifier(Committee.Fellow fellow) {
        Map<String, String> properties = verifier();
        properties.put("verigrad.verifier.key-file", key(fellow.name()));
        properties.put("verigrad.verifier.policy-file", key(fellow.name() + ".yaml"));
        properties.put("verigrad.verifier.consumer-group", "verigrad-" + fellow.name());
        properties.putAll(fellow.settings());
        return properties;
    }

    Map<String, String> settlement() {
        Map<String, String> properties = ledgerAndChain(options.rpc().apply(chain));
        tracing(properties);
        properties.put("kafka.bootstrap.servers", broker());
        properties.put("verigrad.settlement.key-file", key("settler"));
        properties.put("verigrad.chain.disputes", contracts.disputes().toString());
        properties.put(
                "verigrad.settlement.recheck-operators",
                Accounts.OTHER_OPERATOR.address().toString());
        properties.put(
                "verigrad.chain.inference-requests",
                contracts.inferenceRequests().toString());
        properties.put("verigrad.settlement.validators", validators());
        properties.put("verigrad.settlement.hosts", Accounts.HOST.address().toString());
        properties.put("verigrad.settlement.confirmations", Integer.toString(options.confirmations()));
        properties.put("verigrad.settlement.batch-age", "PT1S");
        properties.put("verigrad.settlement.channel-age", "PT1S");
        properties.put("verigrad.settlement.runners", url(options.ports().runner()));
        properties.put(
                "verigrad.chain.channel-claims", contracts.channelClaims().toString());
        return properties;
    }

    Map<String, String> explorer() {
        Map<String, String> properties = ledgerAndChain(chain);
        // This chain is everybody's on this machine, so browsers ask it themselves.
        properties.put("verigrad.explorer.public-rpc-url", chain.toString());
        properties.put("verigrad.explorer.runner-url", url(options.ports().runner()));
        properties.put(
                "verigrad.explorer.test-wallet", Accounts.OTHER_PAYER.secret().toString());
        properties.put(
                "verigrad.explorer.contracts.validator-staking",
                contracts.validatorStaking().toString());
        properties.put(
                "verigrad.explorer.contracts.genesis", contracts.genesis().toString());
        properties.put("verigrad.explorer.contracts.opg", contracts.opg().toString());
        properties.put(
                "verigrad.explorer.contracts.governor", contracts.governor().toString());
        properties.put("verigrad.explorer.assets.USDC.address", contracts.usdc().toString());
        properties.put("verigrad.explorer.assets.USDC.decimals", "6");
        properties.put("verigrad.explorer.assets.OPG.address", contracts.opg().toString());
        properties.put("verigrad.explorer.assets.OPG.decimals", "18");
        return properties;
    }

    Map<String, String> runner() {
        return runner(Accounts.OPERATOR.address());
    }

    /** A runner of this operator. */
    Map<String, String> runner(Address operator) {
        Map<String, String> properties = new TreeMap<>();
        tracing(properties);
        properties.put("kafka.bootstrap.servers", broker());
        properties.put("verigrad.chain.id", "84532");
        properties.put("verigrad.chain.settlement", contracts.settlement().toString());
        properties.put(
                "verigrad.chain.enclave-registry", contracts.enclaveRegistry().toString());
        properties.put("verigrad.runner.models-dir", models.toString());
        properties.put("verigrad.runner.payment-url", url(options.ports().payment()));
        properties.put("verigrad.runner.verifier-url", validators());
        properties.put("verigrad.runner.settlement-url", url(options.ports().settlement()));
        properties.put("verigrad.runner.operator", operator.toString());
        properties.put("verigrad.runner.host", Accounts.HOST.address().toString());
        properties.put("verigrad.runner.pay-to", vault.toString());
        properties.put("verigrad.runner.attester", "software");
        properties.put("verigrad.runner.software-root-file", policy.rootFile().toString());
        properties.put("verigrad.runner.runtime-digest", runtimeDigest);
        properties.put("verigrad.runner.models.all-minilm-l6-v2.price", "1000");
        properties.put("verigrad.runner.models.iris.price", "250");
        properties.put("verigrad.runner.models.tiny-decoder.price", "500");
        properties.put("verigrad.runner.models.tiny-decoder.input-unit-price", "1");
        properties.put("verigrad.runner.models.tiny-decoder.output-unit-price", "2");
        properties.put("verigrad.runner.channel-delay", "24h");
        properties.put("verigrad.runner.contract-requests", "1s");
        properties.put("verigrad.runner.upstreams.local.url", upstream.toString());
        properties.put("verigrad.runner.upstreams.local.allow-private", "true");
        properties.put("verigrad.runner.upstreams.local.models.closed.price", "750");
        properties.put("verigrad.runner.upstreams.local.models.closed.upstream-model", LocalUpstream.MODEL);
        asset(properties, "verigrad.runner.asset.");
        opg(properties, "verigrad.runner.quoted-assets.OPG.");
        properties.put("verigrad.runner.quoted-assets.OPG.sources", prices.url().toString());
        properties.put("verigrad.runner.quoted-assets.OPG.signers", prices.signers());
        properties.put("verigrad.runner.quoted-assets.OPG.quorum", "2");
        // Whoever moves the market by its file wants to see it moved.
        properties.put("verigrad.runner.quoted-assets.OPG.refresh", "1s");
        properties.put("verigrad.runner.quoted-assets.OPG.jump-hold", "5s");
        return properties;
    }

    private Map<String, String> ledgerAndChain(URI rpc) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("quarkus.datasource.reactive.url", database.reactiveUrl());
        properties.put("quarkus.datasource.username", database.username());
        properties.put("quarkus.datasource.password", database.password());
        properties.put("verigrad.chain.rpc-url", rpc.toString());
        properties.put("verigrad.chain.id", "84532");
        properties.put("verigrad.chain.settlement", contracts.settlement().toString());
        properties.put(
                "verigrad.chain.enclave-registry", contracts.enclaveRegistry().toString());
        return properties;
    }

    private void tracing(Map<String, String> properties) {
        options.collector().ifPresent(url -> properties.put("verigrad.tracing.collector", url.toString()));
    }

    private void asset(Map<String, String> properties, String prefix) {
        properties.put(prefix + "address", contracts.usdc().toString());
        properties.put(prefix + "name", "USDC");
        properties.put(prefix + "version", "2");
    }

    private void opg(Map<String, String> properties, String prefix) {
        properties.put(prefix + "address", contracts.opg().toString());
        properties.put(prefix + "name", "OpenGradient");
        properties.put(prefix + "version", "1");
    }

    private String key(String name) {
        return keys.resolve(name).toString();
    }

    private String broker() {
        return "127.0.0.1:" + options.ports().kafka();
    }

    private String validators() {
        return Stream.concat(
                        Stream.of(url(options.ports().verifier())),
                        options.committee().fellows().stream()
                                .map(fellow -> fellow.url().toString()))
                .collect(Collectors.joining(","));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
