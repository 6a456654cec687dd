package io.verigrad.settlement;

import io.quarkus.runtime.StartupEvent;
import io.verigrad.chain.transaction.KeyFile;
import io.verigrad.serving.ConfigurationFaults;
import io.verigrad.value.Address;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A start that could do no work is none: wrong values stop it, all of them named. */
class ConfigurationCheck {
    void check(@Observes StartupEvent start, ChainSettings chain, SettlementSettings settlement) {
        new ConfigurationFaults()
                .in("verigrad.chain.rpc-url", () -> requireHttp(chain.rpcUrl()))
                .inEach("verigrad.chain.more-rpc-urls", chain.moreRpcUrls(), ConfigurationCheck::requireHttp)
                .in("verigrad.chain.settlement", () -> Address.parse(chain.settlement()))
                .in("verigrad.chain.enclave-registry", () -> Address.parse(chain.enclaveRegistry()))
                .inEach("verigrad.chain.channel-claims", chain.channelClaims().map(List::of), Address::parse)
                .inEach(
                        "verigrad.chain.inference-requests",
                        chain.inferenceRequests().map(List::of),
                        Address::parse)
                .in("verigrad.settlement.key-file and kms-key", () -> requireOneKey(settlement))
                .inEach("verigrad.settlement.key-file", settlement.keyFile().map(List::of), KeyFile::read)
                .inEach(
                        "verigrad.settlement.validators",
                        Optional.of(settlement.validators()),
                        ConfigurationCheck::requireHttp)
                .inEach("verigrad.settlement.runners", settlement.runners(), ConfigurationCheck::requireHttp)
                .inEach("verigrad.settlement.hosts", settlement.hosts(), Address::parse)
                .inEach("verigrad.chain.disputes", chain.disputes().map(List::of), Address::parse)
                .inEach("verigrad.settlement.recheck-operators", settlement.recheckOperators(), Address::parse)
                .stopIfAny();
    }

    private static void requireOneKey(SettlementSettings settlement) {
        if (settlement.keyFile().isPresent() == settlement.kmsKey().isPresent()) {
            throw new IllegalArgumentException("expected exactly one of the two, found "
                    + (settlement.keyFile().isPresent() ? "both" : "none"));
        }
    }

    private static void requireHttp(URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("expected an http or https URL");
        }
    }
}
