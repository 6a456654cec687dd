package io.verigrad.payment.config;

import io.quarkus.runtime.StartupEvent;
import io.verigrad.chain.transaction.KeyFile;
import io.verigrad.serving.ConfigurationFaults;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A start that could do no work is none: wrong values stop it, all of them named. */
class ConfigurationCheck {
    void check(@Observes StartupEvent start, ChainSettings chain, PaymentSettings payment) {
        ConfigurationFaults faults = new ConfigurationFaults()
                .in("verigrad.chain.rpc-url", () -> requireHttp(chain.rpcUrl()))
                .inEach("verigrad.chain.more-rpc-urls", chain.moreRpcUrls(), ConfigurationCheck::requireHttp)
                .in("verigrad.chain.settlement", () -> Address.parse(chain.settlement()))
                .in("verigrad.chain.enclave-registry", () -> Address.parse(chain.enclaveRegistry()))
                .inEach("verigrad.payment.key-file", payment.keyFiles(), KeyFile::read)
                .inEach("verigrad.payment.wallet-factories", payment.walletFactories(), Address::parse)
                .in("verigrad.payment.exposure-cap", () -> TokenAmount.parse(payment.exposureCap()))
                .in("verigrad.payment.exposure-cap-max", () -> TokenAmount.parse(payment.exposureCapMax()));
        payment.assets()
                .forEach((name, asset) -> faults.in(
                        "verigrad.payment.assets." + name + ".address", () -> Address.parse(asset.address())));
        payment.exposureCaps()
                .forEach((payer, cap) -> faults.inEach(
                                "verigrad.payment.exposure-caps." + payer, Optional.of(List.of(payer)), Address::parse)
                        .in("verigrad.payment.exposure-caps." + payer, () -> TokenAmount.parse(cap)));
        faults.stopIfAny();
    }

    private static void requireHttp(URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("expected an http or https URL");
        }
    }
}
