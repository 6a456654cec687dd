package io.verigrad.payment.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.transaction.KeyFile;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.serving.AcceptedEvents;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Makes the beans that are not classes of this function. */
class Beans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The strict mapper for everything that comes over HTTP. */
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.mapper().copy();
    }

    @Produces
    @Singleton
    ChainConfig chainConfig(ChainSettings settings) {
        return new ChainConfig(
                Stream.concat(Stream.of(settings.rpcUrl()), settings.moreRpcUrls().orElse(List.of()).stream())
                        .toList(),
                new ChainId(settings.id()),
                Address.parse(settings.settlement()),
                Address.parse(settings.enclaveRegistry()),
                settings.timeout());
    }

    @Produces
    @Singleton
    Chain chain(ChainConfig config) {
        return Chain.connect(config);
    }

    @Produces
    @Singleton
    VerifiedChain verified(Chain chain) {
        return new VerifiedChain(chain);
    }

    /** Runners and consumers call; no event is for this function. */
    @Produces
    @Singleton
    AcceptedEvents events() {
        return AcceptedEvents.of();
    }

    void close(@Disposes Chain chain) {
        chain.close();
    }

    /** The domain that runners sign offers and calls for. */
    @Produces
    @Singleton
    TypedDataDomain domain(ChainConfig config) {
        return TypedDataDomain.verigrad(config.chainId(), config.settlement());
    }

    @Produces
    @Singleton
    Assets assets(ChainConfig config, PaymentSettings settings) {
        return new Assets(config.chainId(), settings);
    }

    @Produces
    @Singleton
    WalletFactories walletFactories(PaymentSettings settings) {
        return new WalletFactories(settings);
    }

    @Produces
    @Singleton
    FacilitatorAccounts accounts(PaymentSettings settings) {
        return new FacilitatorAccounts(settings.keyFiles().orElse(List.of()).stream()
                .<TransactionSigner>map(Beans::signer)
                .toList());
    }

    private static LocalSigner signer(Path file) {
        try {
            return new LocalSigner(KeyFile.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("verigrad.payment.key-file: " + e.getMessage(), e);
        }
    }
}
