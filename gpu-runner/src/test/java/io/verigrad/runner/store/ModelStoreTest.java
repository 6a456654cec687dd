package io.verigrad.runner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.runner.blob.BlobStore;
import io.verigrad.runner.blob.BlobWriter;
import io.verigrad.runner.blob.Blobs;
import io.verigrad.samples.SampleModels;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelStoreTest {
    @TempDir
    Path store;

    @BeforeEach
    void write() throws Exception {
        SampleModels.writeTo(store, SampleModels.IRIS);
    }

    @Test
    void namesAModelByTheCanonicalFormOfItsManifest() throws Exception {
        StoredModel before = only();
        Path manifest = manifest();
        JsonNode tree = Json.read(Files.readAllBytes(manifest), JsonNode.class);

        Files.write(manifest, CanonicalJson.encode(tree));

        assertThat(only().digest()).isEqualTo(before.digest()).isEqualTo(CanonicalJson.digest(tree));
        assertThat(only().manifest()).isEqualTo(before.manifest());
    }

    @Test
    void readsAFileWithItsDigest() throws Exception {
        StoredModel model = only();

        assertThat(model.read("model.onnx").remaining()).isEqualTo(390);
    }

    @Test
    void refusesAFileOfOtherContent() throws Exception {
        Path file = store.resolve("iris/model.onnx");
        byte[] content = Files.readAllBytes(file);
        content[100] ^= 1;
        Files.write(file, content);
        StoredModel model = only();

        assertThatThrownBy(() -> model.read("model.onnx"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void refusesAFileOfOtherSize() throws Exception {
        Path file = store.resolve("iris/model.onnx");
        Files.write(file, new byte[391]);
        StoredModel model = only();

        assertThatThrownBy(() -> model.read("model.onnx")).hasMessageContaining("390 bytes, found 391");
    }

    @Test
    void refusesALinkInThePlaceOfAFile() throws Exception {
        Path file = store.resolve("iris/model.onnx");
        Path elsewhere = store.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        StoredModel model = only();

        assertThatThrownBy(() -> model.read("model.onnx")).isInstanceOf(ModelStoreException.class);
    }

    @Test
    void readsAFileThatLiesByItsDigest(@TempDir Path folder) throws Exception {
        byte[] content = Files.readAllBytes(store.resolve("iris/model.onnx"));
        Files.delete(store.resolve("iris/model.onnx"));
        BlobStore blobs = BlobStore.open(folder, Instant.EPOCH);
        StoredModel model = ModelStore.open(store, Optional.of(new Blobs(blobs, Optional.empty())))
                .getFirst();
        assertThatThrownBy(() -> model.read("model.onnx"))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("is missing");

        Path blob;
        try (BlobWriter writer = blobs.write(Sha256.hash(content), content.length)) {
            writer.write(ByteBuffer.wrap(content));
            blob = writer.finish();
        }
        assertThat(model.read("model.onnx")).isEqualTo(ByteBuffer.wrap(content));

        content[100] ^= 1;
        Files.write(blob, content);
        assertThatThrownBy(() -> model.read("model.onnx")).hasMessageContaining("SHA-256");
    }

    @Test
    void refusesAFileThatIsNotInTheManifest() throws Exception {
        StoredModel model = only();

        assertThatThrownBy(() -> model.read("../iris/model.onnx")).hasMessageContaining("has no file");
    }

    @Test
    void refusesAFolderThatDoesNotExist() {
        assertThatThrownBy(() -> ModelStore.open(store.resolve("nothing")))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void refusesAModelInAFolderOfAnotherName() throws Exception {
        Files.move(store.resolve("iris"), store.resolve("tulips"));

        assertThatThrownBy(() -> ModelStore.open(store)).hasMessageContaining("expected model iris");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"manifestVersion\": 1 | \"manifestVersion\": 2 | manifestVersion",
                "\"name\": \"iris\" | \"name\": \"../iris\" | expected a name",
                "\"model\": \"model.onnx\" | \"model\": \"other.onnx\" | model file among the files",
                "\"task\": \"tensors\" | \"task\": \"embeddings\" | embeddings",
                "\"task\": \"tensors\" | \"task\": \"poems\" | task",
                "\"size\": 390 | \"size\": 0 | 1 byte",
                "\"size\": 390 | \"size\": 3000000000 | 2 GiB",
                "\"datatype\": \"INT64\" | \"datatype\": \"FP8\" | datatype",
                "\"shape\": [-1, 4] | \"shape\": [-2, 4] | dimensions",
                "\"licence\": \"Apache-2.0\", | '' | licence",
                "\"name\": \"label\" | \"name\": \"probabilities\" | distinct",
                "\"model.onnx\": { | \"../model.onnx\": { | file",
            })
    void refusesAManifestThatIsWrong(String good, String bad, String problem) throws Exception {
        String text = Files.readString(manifest());
        assertThat(text).contains(good);
        Files.writeString(manifest(), text.replace(good, bad));

        assertThatThrownBy(() -> ModelStore.open(store))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesAManifestThatIsTooLong() throws Exception {
        Files.writeString(manifest(), " ".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> ModelStore.open(store)).hasMessageContaining("larger than");
    }

    private Path manifest() {
        return store.resolve("iris/manifest.json");
    }

    private StoredModel only() throws ModelStoreException {
        List<StoredModel> models = ModelStore.open(store);
        assertThat(models).hasSize(1);
        return models.getFirst();
    }
}
