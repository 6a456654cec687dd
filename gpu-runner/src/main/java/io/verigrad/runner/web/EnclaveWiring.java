package io.verigrad.runner.web;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.software.SoftwareAttester;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.CanonicalJson;
import io.verigrad.runner.attest.AttesterKind;
import io.verigrad.runner.attest.Attesters;
import io.verigrad.runner.attest.Machine;
import io.verigrad.runner.config.ChainConfig;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.enclave.EnclaveKeys;
import io.verigrad.runner.enclave.Registrar;
import io.verigrad.runner.enclave.RegistrationLoop;
import io.verigrad.runner.enclave.Subject;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The enclave and its registration. */
final class EnclaveWiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Enclave enclave(ChainConfig chain, Clock clock) {
        return new Enclave(
                EnclaveKeys.generate(new SecureRandom()),
                TypedDataDomain.verigrad(new ChainId(chain.id()), chain.settlement()),
                clock);
    }

    @Produces
    @Singleton
    Attester attester(RunnerConfig config, Clock clock) {
        Attesters attesters = new Attesters(
                Machine.here(), () -> software(config, clock), config.gcpAudience(), tpmCertificates(config));
        return attesters.choose(AttesterKind.parse(config.attester()));
    }

    private static Attester software(RunnerConfig config, Clock clock) {
        Path file = config.softwareRootFile()
                .orElseThrow(() -> new IllegalStateException(
                        "the software attester needs verigrad.runner.software-root-file, the PEM file of a test root"));
        return new SoftwareAttester(
                SoftwareRoot.parse(read(file)), Map.of(0, config.runtimeDigest().bytes()), clock, new SecureRandom());
    }

    private static List<Bytes> tpmCertificates(RunnerConfig config) {
        return config.tpmCertificates()
                .map(file -> Attesters.certificates(read(file)))
                .orElse(List.of());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file + " cannot be read", e);
        }
    }

    @Produces
    @Singleton
    RegistrationLoop registration(
            Enclave enclave,
            Attester attester,
            Models models,
            FunctionClient functions,
            RunnerConfig config,
            ChainConfig chain,
            Clock clock) {
        Subject subject = new Subject(
                new ChainId(chain.id()),
                chain.enclaveRegistry(),
                config.operator(),
                config.host(),
                config.runtimeDigest(),
                modelManifestHash(models));
        Registrar registrar =
                new Registrar(enclave, attester, subject, functions, config.verifierUrl(), config.settlementUrl());
        return new RegistrationLoop(enclave, registrar, clock);
    }

    void stop(@Disposes RegistrationLoop loop) {
        loop.close();
    }

    /** Binds the evidence to the models of the start; receipts name those that are published later. */
    private static Hash32 modelManifestHash(Models models) {
        return CanonicalJson.digest(
                models.first().stream().collect(Collectors.toUnmodifiableMap(Model::name, Model::digest)));
    }
}
