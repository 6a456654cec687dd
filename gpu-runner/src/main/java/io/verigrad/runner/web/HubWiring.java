package io.verigrad.runner.web;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.runner.blob.BlobStore;
import io.verigrad.runner.config.ChainConfig;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.hub.Hub;
import io.verigrad.runner.hub.UploadLimits;
import io.verigrad.runner.hub.Uploads;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The model hub. */
final class HubWiring {
    @Produces
    @Singleton
    Hub hub(RunnerConfig config, ChainConfig chain, Clock clock) throws IOException {
        Set<Address> publishers = publishers(config.hub());
        if (publishers.isEmpty()) {
            return new Hub(Optional.empty());
        }
        Path folder = config.blobs()
                .folder()
                .orElseThrow(() -> new IllegalStateException(
                        "verigrad.runner.hub.publishers is set; set verigrad.runner.blobs.folder too"));
        return new Hub(Optional.of(new Uploads(
                BlobStore.open(folder, clock.instant()),
                folder.resolve("publishers"),
                publishers,
                TypedDataDomain.verigrad(new ChainId(chain.id()), chain.settlement()),
                limits(config.hub()),
                clock)));
    }

    private static Set<Address> publishers(RunnerConfig.HubConfig config) {
        return config.publishers().orElse(List.of()).stream()
                .map(String::strip)
                .map(Address::parse)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static UploadLimits limits(RunnerConfig.HubConfig config) {
        return new UploadLimits(
                config.fileSize(),
                config.openUploads(),
                config.publisherBytes(),
                Set.copyOf(config.fileTypes()),
                config.uploadLifetime());
    }
}
