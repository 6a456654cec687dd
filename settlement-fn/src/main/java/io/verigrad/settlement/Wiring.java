package io.verigrad.settlement;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.kms.KmsSigner;
import io.verigrad.chain.transaction.KeyFile;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.json.Json;
import io.verigrad.serving.AcceptedEvents;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** What the settler is made of. */
final class Wiring {
    @Produces
    @Singleton
    Chain chain(ChainSettings settings) {
        return Chain.connect(new ChainConfig(
                Stream.concat(Stream.of(settings.rpcUrl()), settings.moreRpcUrls().orElse(List.of()).stream())
                        .toList(),
                new ChainId(settings.id()),
                Address.parse(settings.settlement()),
                Address.parse(settings.enclaveRegistry()),
                settings.timeout()));
    }

    @Produces
    @Singleton
    VerifiedChain verified(Chain chain) {
        return new VerifiedChain(chain);
    }

    @Produces
    @Singleton
    AcceptedEvents events() {
        return AcceptedEvents.of(InferenceAppraised.TYPE).andBare(SettlementFunctions.TICK);
    }

    void close(@Disposes Chain chain) {
        chain.close();
    }

    @Produces
    @Singleton
    TransactionSigner signer(SettlementSettings settings) throws IOException {
        if (settings.keyFile().isPresent() == settings.kmsKey().isPresent()) {
            throw new IllegalArgumentException(
                    "expected exactly one of verigrad.settlement.key-file and verigrad.settlement.kms-key, found "
                            + (settings.keyFile().isPresent() ? "both" : "none"));
        }
        if (settings.kmsKey().isPresent()) {
            return KmsSigner.of(settings.kmsKey().get(), settings.kmsEndpoint());
        }
        return new LocalSigner(KeyFile.read(settings.keyFile().orElseThrow()));
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The functions read and write JSON by the same rules as everything else. */
    @Produces
    @Singleton
    ObjectMapper json() {
        return Json.mapper().copy();
    }
}
