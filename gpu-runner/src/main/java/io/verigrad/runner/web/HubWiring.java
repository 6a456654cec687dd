package io.verigrad.runner.web;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.runner.blob.BlobStore;
import io.verigrad.runner.config.ChainConfig;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.forward.ClosedModel;
import io.verigrad.runner.forward.ClosedModels;
import io.verigrad.runner.hub.Hub;
import io.verigrad.runner.hub.Publications;
import io.verigrad.runner.hub.UploadLimits;
import io.verigrad.runner.hub.Uploads;
import io.verigrad.runner.paid.Catalogue;
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
import java.util.stream.Stream;

/** The model hub. */
final class HubWiring {
    @Produces
    @Singleton
    Hub hub(
            RunnerConfig config,
            ChainConfig chain,
            Models models,
            ClosedModels closed,
            Catalogue catalogue,
            Clock clock)
            throws IOException {
        Set<Address> publishers = publishers(config.hub());
        if (publishers.isEmpty()) {
            return new Hub(Optional.empty(), Optional.empty());
        }
        Path folder = config.blobs()
                .folder()
                .orElseThrow(() -> new IllegalStateException(
                        "verigrad.runner.hub.publishers is set; set verigrad.runner.blobs.folder too"));
        BlobStore store = BlobStore.open(folder, clock.instant());
        TypedDataDomain domain = TypedDataDomain.verigrad(new ChainId(chain.id()), chain.settlement());
        Uploads uploads =
                new Uploads(store, folder.resolve("publishers"), publishers, domain, limits(config.hub()), clock);
        Publications publications = new Publications(
                folder.resolve("models"),
                store,
                publishers,
                reserved(models, closed),
                domain,
                models,
                catalogue,
                clock);
        return new Hub(Optional.of(uploads), Optional.of(publications));
    }

    private static Set<String> reserved(Models models, ClosedModels closed) {
        return Stream.concat(
                        models.first().stream().map(Model::name),
                        closed.all().stream().map(ClosedModel::name))
                .collect(Collectors.toUnmodifiableSet());
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
