package io.verigrad.verifier.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.receipt.ReceiptAppraiser;
import io.verigrad.chain.Chain;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.collateral.EvidenceFormats;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.serving.AcceptedEvents;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes plain values injectable. */
@Dependent
class Beans {
    /** Read before anything else starts, so that a wrong file is found then and not with the first event. */
    @Produces
    @Singleton
    @Startup(1)
    Validator validator(VerifierConfig verifier, ChainSettings chain) {
        try {
            return new ValidatorFiles(verifier, chain).read();
        } catch (InvalidConfigurationException e) {
            throw new ConfigurationException("the configuration cannot be applied:\n" + e.getMessage());
        }
    }

    @Produces
    @Singleton
    Chain chain(Validator validator) {
        return Chain.connect(validator.chain());
    }

    void close(@Disposes Chain chain) {
        chain.close();
    }

    @Produces
    @Singleton
    VerifiedChain verified(Chain chain) {
        return new VerifiedChain(chain);
    }

    @Produces
    @Singleton
    AcceptedEvents events() {
        return AcceptedEvents.of(InferenceAttested.TYPE);
    }

    @Produces
    @Singleton
    EnclaveAppraiser enclaveAppraiser(Validator validator) {
        return new EnclaveAppraiser(validator.policy(), EvidenceFormats.verifiers());
    }

    @Produces
    @Singleton
    ReceiptAppraiser receiptAppraiser(Validator validator) {
        return new ReceiptAppraiser(
                validator.settlementDomain(), validator.policy().clockSkew());
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The strict mapper for function bodies too: no duplicate keys, no missing members. */
    @Produces
    @Singleton
    ObjectMapper objectMapper() {
        return Json.mapper();
    }
}
