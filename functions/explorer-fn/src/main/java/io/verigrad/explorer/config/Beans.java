package io.verigrad.explorer.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the beans that are not classes of this function. */
class Beans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** What is absent has no member. */
    @Produces
    @Singleton
    ObjectMapperCustomizer absentMembers() {
        return (ObjectMapper mapper) -> mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);
    }

    @Produces
    @Singleton
    ChainConfig chainConfig(ChainSettings settings) {
        return new ChainConfig(
                settings.rpcUrl(),
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

    void close(@Disposes Chain chain) {
        chain.close();
    }
}
