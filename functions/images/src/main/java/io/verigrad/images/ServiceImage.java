package io.verigrad.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * A packaged service on a base image that has Java 25. Times, owners and modes are constants, and files are sorted, so the
 * digest of the image follows from the base, the content and the labels.
 *
 * @param packaged the folder {@code quarkus-app} of a service
 * @param base an image by digest ({@code name@sha256:...}), or a file ({@code tar://...})
 * @param labels of the image; Confidential Space reads from them which variables an operator may set
 */
record ServiceImage(Path packaged, String base, Map<String, String> labels) {
    private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/app");

    /** What changes seldom lies below what changes with every build, so that a registry keeps it. */
    private static final List<List<String>> LAYERS =
            List.of(List.of("lib"), List.of("app", "quarkus", "quarkus-run.jar"));

    ServiceImage {
        labels = Map.copyOf(labels);
        if (!base.startsWith("tar://") && !base.matches("[^@]+@sha256:[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "expected a base by digest (name@sha256:...) or a file (tar://...), found " + base
                            + ": a tag is another image tomorrow");
        }
        if (!Files.isRegularFile(packaged.resolve("quarkus-run.jar"))) {
            throw new IllegalArgumentException("expected a packaged service with a quarkus-run.jar, found none in "
                    + packaged + ": ./verigrad build");
        }
    }

    /**
     * Builds the image and writes it where {@code target} says.
     *
     * @return the digest of the image's manifest ({@code sha256:...})
     * @throws IOException if the package cannot be read, or the registry does not answer as it should
     */
    String writeTo(Containerizer target) throws IOException, InterruptedException {
        try {
            var image = Jib.from(base)
                    .setFormat(ImageFormat.OCI)
                    .setCreationTime(Instant.EPOCH)
                    .setWorkingDirectory(HOME)
                    // For what is mounted; a service itself writes to /tmp only.
                    .setUser("65532:65532")
                    .addExposedPort(Port.tcp(8080))
                    .setLabels(labels)
                    .setEntrypoint(
                            "java",
                            "-XX:MaxRAMPercentage=60",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-jar",
                            HOME.resolve("quarkus-run.jar").toString());
            for (List<String> entries : LAYERS) {
                image.addFileEntriesLayer(layer(entries));
            }
            return image.containerize(target).getDigest().toString();
        } catch (RegistryException | ExecutionException | CacheDirectoryCreationException e) {
            throw new IOException("the image was not built: " + e.getMessage(), e);
        } catch (InvalidImageReferenceException e) {
            throw new IllegalArgumentException("expected a name of an image, found " + base, e);
        }
    }

    private FileEntriesLayer layer(List<String> entries) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(String.join(", ", entries));
        for (String entry : entries) {
            if (Files.exists(packaged.resolve(entry))) {
                layer.addEntryRecursive(packaged.resolve(entry), HOME.resolve(entry));
            }
        }
        return layer.build();
    }
}
