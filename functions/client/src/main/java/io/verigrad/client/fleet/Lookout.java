package io.verigrad.client.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.Network;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.client.registry.EnclaveRegistryReader;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.runner.ListedModel;
import io.verigrad.client.runner.ModelList;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks at a runner before it is called: whether it lives, has the model, and names a key that the registry knows. */
final class Lookout {
    private static final TokenAmount UNKNOWN_PRICE = new TokenAmount(BigInteger.TWO.pow(128));

    private final BoundedHttp http;
    private final Optional<EnclaveRegistryReader> registry;
    private final Assurance minAssurance;
    private final Clock clock;

    Lookout(Network network, BoundedHttp http, Assurance minAssurance, Clock clock) {
        this.http = http;
        this.registry = network.registry()
                .map(where -> new EnclaveRegistryReader(http, where.rpcUrl(), network.chainId(), where.address()));
        this.minAssurance = minAssurance;
        this.clock = clock;
    }

    Sighting look(URI runner, String model) {
        Instant before = clock.instant();
        try {
            Optional<ListedModel> listed = ModelList.of(runner, http).stream()
                    .filter(entry -> entry.name().equals(model))
                    .findFirst();
            if (listed.isEmpty()) {
                return new Sighting.Unfit(runner, "does not have the model");
            }
            Duration latency = Duration.between(before, clock.instant());
            KeyStanding standing = standing(runner);
            Optional<String> objection = objection(standing);
            // A runner that names no price comes last: its offer will say it.
            TokenAmount price = listed.get().price().orElse(UNKNOWN_PRICE);
            return objection.isPresent()
                    ? new Sighting.Unfit(runner, objection.get())
                    : new Sighting.Fit(new Candidate(runner, price, standing, latency));
        } catch (IOException e) {
            return new Sighting.Unfit(runner, "does not answer: " + e.getMessage());
        } catch (RegistryUnavailableException e) {
            return new Sighting.Unfit(runner, "the registry cannot be asked: " + e.getMessage());
        }
    }

    private KeyStanding standing(URI runner) throws IOException, RegistryUnavailableException {
        return registry.isEmpty() ? new KeyStanding.NotAsked() : registry.get().standingOf(keyOf(runner));
    }

    /** Only the runner's word: its receipts have to be by the key that the registry knows, whatever it says here. */
    private Address keyOf(URI runner) throws IOException {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(runner.resolve("/v1/attestation"))
                .header("Accept", "application/json")
                .GET()
                .build());
        try {
            return Address.parse(
                    Json.read(answer.body(), JsonNode.class).path("enclaveKey").asText());
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new IOException("expected the key of the enclave, found status " + answer.statusCode(), e);
        }
    }

    private Optional<String> objection(KeyStanding standing) {
        return switch (standing) {
            case KeyStanding.NotAsked _ -> Optional.empty();
            case KeyStanding.Unknown _ -> Optional.of("its key is not in the registry");
            case KeyStanding.Registered known -> {
                long now = clock.instant().getEpochSecond();
                if (known.revokedAt().isPresent() || now < known.validFrom() || now >= known.validUntil()) {
                    yield Optional.of("its key is not good now");
                }
                yield known.maxAssurance().compareTo(minAssurance) < 0
                        ? Optional.of("reaches " + known.maxAssurance() + ", expected " + minAssurance)
                        : Optional.empty();
            }
        };
    }
}
