package io.verigrad.runner.hub;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.publication.FileUpload;
import io.verigrad.publication.ModelPublication;
import io.verigrad.publication.ModelRetirement;
import io.verigrad.publication.SignedModelRetirement;
import io.verigrad.runner.blob.BlobStore;
import io.verigrad.runner.blob.Blobs;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.store.ModelFile;
import io.verigrad.runner.store.StoredModel;
import io.verigrad.runner.store.Task;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Models that publishers add to those of the operator, and take back. */
public final class Publications {
    private static final Logger LOG = Logger.getLogger(Publications.class);

    private final BlobStore store;
    private final Blobs blobs;
    private final PublicationFolder folder;
    private final Set<Address> publishers;
    private final Set<String> reserved;
    private final TypedDataDomain domain;
    private final Models models;
    private final Catalogue catalogue;
    private final Clock clock;
    private final Map<Hash32, PublishedModel> published = new ConcurrentHashMap<>();
    private final Path nowhere;

    /**
     * Serves what was published before by those who may still publish.
     *
     * @param reserved names that are the operator's
     * @throws IOException if what was published cannot be read
     */
    public Publications(
            Path root,
            BlobStore store,
            Set<Address> publishers,
            Set<String> reserved,
            TypedDataDomain domain,
            Models models,
            Catalogue catalogue,
            Clock clock)
            throws IOException {
        this.store = store;
        this.blobs = new Blobs(store, Optional.empty());
        this.folder = new PublicationFolder(root);
        this.nowhere = Files.createDirectories(root.resolve("nothing"));
        this.publishers = Set.copyOf(publishers);
        this.reserved = Set.copyOf(reserved);
        this.domain = domain;
        this.models = models;
        this.catalogue = catalogue;
        this.clock = clock;
        for (PublishedModel model : folder.all()) {
            restore(model);
        }
    }

    /** The account that published a version; empty for the operator's own. */
    public Optional<Address> publisher(Hash32 model) {
        return Optional.ofNullable(published.get(model))
                .map(found -> found.publication().publisher());
    }

    /**
     * Takes a model: its files are in the store, it loads, and its probes give what they should. From then on it is what its
     * name means.
     *
     * @return the model, which may have been there already
     * @throws PublicationRefusedException if it is not taken; the line-up is what it was
     */
    public synchronized Model publish(PublishedModel model) throws PublicationRefusedException, IOException {
        ModelPublication publication = model.publication();
        require(model.signed().isAuthentic(domain), publication.publisher(), publication.issuedAt());
        StoredModel stored = model.stored(nowhere, blobs);
        Optional<Model> before = models.version(publication.modelDigest());
        if (before.isPresent()) {
            return again(publication, before.get());
        }
        requireName(publication);
        requireFiles(stored);
        Model loaded = models.prepare(stored);
        load(loaded);
        folder.put(model);
        serve(model, loaded);
        return loaded;
    }

    /**
     * Takes a version back. Receipts of it stay good, and rechecks still run it.
     *
     * @throws PublicationRefusedException if it is not there, or was published by somebody else
     */
    public synchronized void retire(SignedModelRetirement signed) throws PublicationRefusedException, IOException {
        ModelRetirement retirement = signed.retirement();
        require(signed.isAuthentic(domain), retirement.publisher(), retirement.issuedAt());
        PublishedModel model = published.get(retirement.modelDigest());
        if (model == null || !model.publication().publisher().equals(retirement.publisher())) {
            throw new PublicationRefusedException(
                    404, "model_not_found", "this publisher published no model " + retirement.modelDigest() + " here");
        }
        if (model.retired().isEmpty()) {
            PublishedModel gone = model.retired(signed);
            folder.put(gone);
            published.put(retirement.modelDigest(), gone);
            models.retire(retirement.modelDigest(), retirement.reason());
        }
    }

    private void restore(PublishedModel model) {
        ModelPublication publication = model.publication();
        try {
            if (!model.signed().isAuthentic(domain) || !publishers.contains(publication.publisher())) {
                LOG.warnf("model %s is not served: its publisher may not publish here", publication.name());
                return;
            }
            requireName(publication);
            serve(model, models.prepare(model.stored(nowhere, blobs)));
            model.retired()
                    .ifPresent(signed -> models.retire(
                            publication.modelDigest(), signed.retirement().reason()));
        } catch (PublicationRefusedException e) {
            LOG.warnf("model %s is not served: %s", publication.name(), e.getMessage());
        }
    }

    private void serve(PublishedModel model, Model loaded) {
        published.put(loaded.digest(), model);
        // First the price: whoever finds the model can pay for it.
        catalogue.offer(loaded.digest(), model.price());
        models.add(loaded);
    }

    private Model again(ModelPublication publication, Model before) throws PublicationRefusedException {
        Optional<String> retired = models.retired(before);
        if (retired.isPresent()) {
            throw new PublicationRefusedException(410, "model_retired", "this model was retired: " + retired.get());
        }
        if (!publisher(publication.modelDigest()).equals(Optional.of(publication.publisher()))) {
            throw nameTaken(publication.name());
        }
        return before;
    }

    private void require(boolean authentic, Address publisher, long issuedAt) throws PublicationRefusedException {
        boolean fresh = Math.abs(clock.instant().getEpochSecond() - issuedAt) <= FileUpload.LIFETIME.toSeconds();
        if (!authentic || !fresh) {
            throw new PublicationRefusedException(
                    401,
                    "invalid_signature",
                    "expected what its publisher signed within " + FileUpload.LIFETIME.toMinutes()
                            + " minutes, for chain " + domain.chainId() + " and contract "
                            + domain.verifyingContract());
        }
        if (!publishers.contains(publisher)) {
            throw new PublicationRefusedException(
                    403, "publisher_not_allowed", "publisher " + publisher + " may not publish here");
        }
    }

    private void requireName(ModelPublication publication) throws PublicationRefusedException {
        if (reserved.contains(publication.name())) {
            throw nameTaken(publication.name());
        }
        for (Model other : models.versions(publication.name())) {
            if (!publisher(other.digest()).equals(Optional.of(publication.publisher()))) {
                throw nameTaken(publication.name());
            }
            if (other.manifest().version().equals(publication.version())) {
                throw new PublicationRefusedException(
                        409,
                        "version_exists",
                        "version " + publication.version() + " is " + other.digest() + "; a version never changes");
            }
        }
    }

    private static PublicationRefusedException nameTaken(String name) {
        return new PublicationRefusedException(409, "name_taken", "the name " + name + " is somebody else's here");
    }

    private void requireFiles(StoredModel stored) throws PublicationRefusedException, IOException {
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, ModelFile> file : stored.manifest().files().entrySet()) {
            Optional<Path> here = store.find(file.getValue().sha256());
            if (here.isEmpty() || Files.size(here.get()) != file.getValue().size()) {
                missing.add(file.getKey());
            }
        }
        if (!missing.isEmpty()) {
            throw new PublicationRefusedException(
                    422, "files_missing", "expected all files in the store; upload " + missing + " first");
        }
    }

    private static void load(Model model) throws PublicationRefusedException {
        try {
            model.load();
            Task task = model.manifest().task();
            if (task == Task.embeddings || task == Task.classification || task == Task.reranking) {
                model.tokenizer();
            }
        } catch (RunException e) {
            boolean full = e.reason() == RunException.Cause.OVERLOADED || e.reason() == RunException.Cause.MEMORY;
            throw new PublicationRefusedException(
                    full ? 503 : 422, full ? "no_memory" : "model_refused", String.valueOf(e.getMessage()));
        }
    }
}
