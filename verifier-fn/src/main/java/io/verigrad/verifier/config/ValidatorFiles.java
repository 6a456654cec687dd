package io.verigrad.verifier.config;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.transaction.KeyFile;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what the configuration names and collects every problem before it gives up. */
final class ValidatorFiles {
    private final VerifierConfig verifier;
    private final ChainSettings chain;
    private final List<String> problems = new ArrayList<>();

    ValidatorFiles(VerifierConfig verifier, ChainSettings chain) {
        this.verifier = verifier;
        this.chain = chain;
    }

    Validator read() throws InvalidConfigurationException {
        Optional<PrivateKey> key = key();
        Optional<AppraisalPolicy> policy = policy();
        Optional<ChainConfig> chainConfig = chain();
        Optional<ResultKey> resultKey = resultKey();
        if (!problems.isEmpty() || key.isEmpty() || policy.isEmpty() || chainConfig.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        return new Validator(key.get(), policy.get(), chainConfig.get(), resultKey);
    }

    private Optional<PrivateKey> key() {
        try {
            return Optional.of(KeyFile.read(verifier.keyFile()));
        } catch (IOException e) {
            problems.add("verigrad.verifier.key-file: " + reason(e));
            return Optional.empty();
        }
    }

    private Optional<ResultKey> resultKey() {
        if (verifier.resultKeyFile().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ResultKey.read(verifier.resultKeyFile().get()));
        } catch (IOException e) {
            problems.add("verigrad.verifier.result-key-file: " + reason(e));
            return Optional.empty();
        }
    }

    private Optional<AppraisalPolicy> policy() {
        try {
            return Optional.of(AppraisalPolicy.parse(Files.readString(verifier.policyFile())));
        } catch (PolicyFormatException e) {
            e.problems().forEach(problem -> problems.add(verifier.policyFile() + ": " + problem));
        } catch (IOException e) {
            problems.add("verigrad.verifier.policy-file: " + reason(e));
        }
        return Optional.empty();
    }

    private Optional<ChainConfig> chain() {
        List<URI> urls = new ArrayList<>();
        value("rpc-url", chain.rpcUrl(), ValidatorFiles::rpcUrl).ifPresent(urls::add);
        boolean urlsUsable = !urls.isEmpty();
        for (String further : chain.moreRpcUrls().orElse(List.of())) {
            urlsUsable &= value("more-rpc-urls", further, ValidatorFiles::rpcUrl)
                    .map(urls::add)
                    .isPresent();
        }
        Optional<Address> settlement = value("settlement", chain.settlement(), Address::parse);
        Optional<Address> registry = value("enclave-registry", chain.enclaveRegistry(), Address::parse);
        boolean optionalUsable = isUsable("inference-requests", chain.inferenceRequests())
                & isUsable("disputes", chain.disputes())
                & recheckOperators();
        if (!urlsUsable || settlement.isEmpty() || registry.isEmpty() || !optionalUsable) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ChainConfig(urls, new ChainId(chain.id()), settlement.get(), registry.get(), chain.timeout()));
        } catch (IllegalArgumentException e) {
            problems.add("verigrad.chain: " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isUsable(String name, Optional<String> address) {
        return address.isEmpty() || value(name, address.get(), Address::parse).isPresent();
    }

    private boolean recheckOperators() {
        boolean usable = true;
        for (String operator : verifier.recheckOperators().orElse(List.of())) {
            try {
                Address.parse(operator);
            } catch (IllegalArgumentException e) {
                problems.add("verigrad.verifier.recheck-operators: " + e.getMessage());
                usable = false;
            }
        }
        return usable;
    }

    private <T> Optional<T> value(String name, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            problems.add("verigrad.chain." + name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static URI rpcUrl(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            // The message of the platform repeats the URL, which may hold a key.
            throw new IllegalArgumentException("expected an http or https URL");
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file " + e.getMessage() : String.valueOf(e.getMessage());
    }
}
