package io.verigrad.runner.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.publication.ModelPublication;
import io.verigrad.publication.SignedModelPublication;
import io.verigrad.publication.SignedModelRetirement;
import io.verigrad.runner.blob.Blobs;
import io.verigrad.runner.paid.Price;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.StoredModel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model as it was published, which is also how it is kept.
 *
 * @param manifest as it came, since its digest is that of every member
 * @param retired absent while it is served
 */
public record PublishedModel(
        SignedModelPublication signed, ObjectNode manifest, Optional<SignedModelRetirement> retired) {
    static PublishedModel read(byte[] json) throws MalformedJsonException {
        ObjectNode tree = Json.read(json, ObjectNode.class);
        if (!tree.has("retired")) {
            tree.putNull("retired");
        }
        return Json.convert(tree, PublishedModel.class);
    }

    ModelPublication publication() {
        return signed.publication();
    }

    Price price() {
        return new Price(
                publication().price(),
                publication().inputUnitPrice(),
                publication().outputUnitPrice());
    }

    PublishedModel retired(SignedModelRetirement by) {
        return new PublishedModel(signed, manifest, Optional.of(by));
    }

    /**
     * The model with its files in the store.
     *
     * @param nowhere a folder without files
     * @throws PublicationRefusedException if the manifest is malformed, or not the one that was signed
     */
    StoredModel stored(Path nowhere, Blobs blobs) throws PublicationRefusedException {
        ModelManifest parsed;
        try {
            parsed = ModelManifest.parse(Json.write(manifest));
        } catch (MalformedJsonException e) {
            throw new PublicationRefusedException(400, "invalid_manifest", "manifest: " + e.getMessage());
        }
        if (!CanonicalJson.digest(manifest).equals(publication().modelDigest())
                || !parsed.name().equals(publication().name())
                || !parsed.version().equals(publication().version())) {
            throw new PublicationRefusedException(
                    422,
                    "manifest_mismatch",
                    "expected the manifest of model " + publication().name() + " "
                            + publication().version()
                            + " with digest " + publication().modelDigest() + ", found " + parsed.name() + " "
                            + parsed.version() + " with " + CanonicalJson.digest(manifest));
        }
        return new StoredModel(parsed, publication().modelDigest(), nowhere, Optional.of(blobs));
    }
}
