package io.verigrad.runner.standin;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.runner.SampleStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Starts the stand-ins and tells the runner where they are. */
public final class StandIns implements QuarkusTestResourceLifecycleManager {
    private final SoftwareRoot root = SoftwareRoot.create(Clock.systemUTC(), new SecureRandom());
    private final PaymentStandIn payment = new PaymentStandIn();
    private final VerifierStandIn verifier = new VerifierStandIn(root);
    private final SettlementStandIn settlement = new SettlementStandIn();
    private final UpstreamStandIn upstream = new UpstreamStandIn();

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>(InMemoryConnector.switchOutgoingChannelsToInMemory("attested-out"));
        config.put("verigrad.chain.id", Long.toString(Network.CHAIN.value()));
        config.put("verigrad.chain.settlement", Network.SETTLEMENT.toString());
        config.put("verigrad.chain.enclave-registry", Network.REGISTRY.toString());
        config.put("verigrad.runner.models-dir", SampleStore.written().toString());
        config.put("verigrad.runner.models.\"all-minilm-l6-v2\".price", "1000");
        config.put("verigrad.runner.models.iris.price", "500");
        config.put("verigrad.runner.models.tiny-decoder.price", "700");
        config.put("verigrad.runner.models.tiny-decoder.input-unit-price", "1");
        config.put("verigrad.runner.models.tiny-decoder.output-unit-price", "5");
        config.put("verigrad.runner.models.tiny-reranker.price", "300");
        config.put("verigrad.runner.models.tiny-classifier.price", "200");
        config.put("verigrad.runner.models.tiny-hoarder.price", "100");
        config.put("verigrad.runner.models.too-large.price", "100");
        config.put("verigrad.runner.execution.memory", "1000000000");
        config.put("verigrad.runner.payment-url", payment.url().toString());
        config.put("verigrad.runner.verifier-url", verifier.url().toString());
        config.put("verigrad.runner.settlement-url", settlement.url().toString());
        config.put("verigrad.runner.operator", Network.OPERATOR.toString());
        config.put("verigrad.runner.host", Network.HOST.toString());
        config.put("verigrad.runner.pay-to", Network.VAULT.toString());
        config.put("verigrad.runner.asset.address", Network.USDC.toString());
        config.put("verigrad.runner.asset.name", "USDC");
        config.put("verigrad.runner.asset.version", "2");
        config.put("verigrad.runner.runtime-digest", Network.RUNTIME.toString());
        config.put("verigrad.runner.attester", "software");
        config.put("verigrad.runner.software-root-file", rootFile().toString());
        config.put("verigrad.runner.upstreams.local.url", upstream.url().toString());
        config.put("verigrad.runner.upstreams.local.allow-private", "true");
        config.put("verigrad.runner.upstreams.local.timeout", "2s");
        config.put("verigrad.runner.upstreams.local.key-file", keyFile().toString());
        config.put("verigrad.runner.upstreams.local.models.closed.price", "900");
        config.put("verigrad.runner.upstreams.local.models.closed.upstream-model", "gpt-closed");
        config.put("verigrad.runner.limits.body", "100000");
        config.put("verigrad.runner.limits.body-time", "1500ms");
        config.put("verigrad.runner.settlement-wait", "4s");
        config.put("verigrad.runner.blobs.folder", folder().toString());
        config.put("verigrad.runner.hub.publishers", Publisher.KEY.address().toString());
        config.put("verigrad.runner.hub.file-size", "2000000");
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(payment, new TestInjector.MatchesType(PaymentStandIn.class));
        injector.injectIntoFields(settlement, new TestInjector.MatchesType(SettlementStandIn.class));
        injector.injectIntoFields(upstream, new TestInjector.MatchesType(UpstreamStandIn.class));
    }

    @Override
    public void stop() {
        payment.close();
        verifier.close();
        settlement.close();
        upstream.close();
        InMemoryConnector.clear();
    }

    private Path rootFile() {
        return file("software-root", root.toPem());
    }

    private static Path keyFile() {
        return file("upstream-key", "sk-upstream-secret\n");
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("blobs");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String name, String content) {
        try {
            return Files.writeString(Files.createTempFile(name, ".txt"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
