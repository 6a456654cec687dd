package io.verigrad.runner.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.blob.Blobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with one folder per model. Opening reads manifests only; files are read and checked when they are used. */
public final class ModelStore {
    private static final String MANIFEST = "manifest.json";
    private static final long MAX_MANIFEST = 1 << 20;

    private ModelStore() {}

    /**
     * The models below {@code root}, by name, each with all its files in its folder.
     *
     * @throws ModelStoreException if the folder or one manifest cannot be used
     */
    public static List<StoredModel> open(Path root) throws ModelStoreException {
        return open(root, Optional.empty());
    }

    /**
     * The models below {@code root}, by name.
     *
     * @param blobs where those files are that do not lie in the folder of their model
     * @throws ModelStoreException if the folder or one manifest cannot be used
     */
    public static List<StoredModel> open(Path root, Optional<Blobs> blobs) throws ModelStoreException {
        List<StoredModel> models = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder :
                    folders.filter(path -> Files.exists(path.resolve(MANIFEST))).toList()) {
                models.add(load(folder, blobs));
            }
        } catch (IOException e) {
            throw new ModelStoreException(
                    "the model store " + root + " cannot be read; name a folder with one folder per model", e);
        }
        models.sort(Comparator.comparing(model -> model.manifest().name()));
        return List.copyOf(models);
    }

    private static StoredModel load(Path folder, Optional<Blobs> blobs) throws ModelStoreException {
        Path file = folder.resolve(MANIFEST);
        try {
            if (Files.size(file) > MAX_MANIFEST) {
                throw new ModelStoreException(file + " is larger than " + MAX_MANIFEST + " bytes");
            }
            byte[] json = Files.readAllBytes(file);
            ModelManifest manifest = ModelManifest.parse(json);
            if (!folder.endsWith(manifest.name())) {
                throw new ModelStoreException("expected model " + manifest.name() + " in a folder of that name, found "
                        + folder.getFileName());
            }
            return new StoredModel(manifest, CanonicalJson.digest(Json.read(json, JsonNode.class)), folder, blobs);
        } catch (IOException | MalformedJsonException e) {
            throw new ModelStoreException(file + ": " + e.getMessage(), e);
        }
    }
}
