package io.verigrad.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServiceImageTest {
    private static final Map<String, String> LABELS = Map.of("tee.launch_policy.allow_env_override", "A,B");

    @TempDir
    private Path folder;

    private String base;

    /** Stands for an image with Java, which would come from a registry. */
    @BeforeEach
    void makeBase() throws Exception {
        Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\n");
        base = "tar://" + folder.resolve("base.tar");
        Jib.fromScratch()
                .addLayer(List.of(java), "/usr/bin")
                .containerize(keeping(
                        Containerizer.to(TarImage.at(folder.resolve("base.tar")).named("base"))));
    }

    private Containerizer keeping(Containerizer target) {
        return target.setBaseImageLayersCache(folder.resolve("cache"))
                .setApplicationLayersCache(folder.resolve("cache"));
    }

    private Path service(String place, String content, Instant changed) throws IOException {
        Path packaged = folder.resolve(place).resolve("gpu-runner/target/quarkus-app");
        for (String file : List.of("lib/main/b.jar", "lib/main/a.jar", "app/app.jar", "quarkus-run.jar")) {
            Path path = packaged.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file + content);
            Files.setLastModifiedTime(path, FileTime.from(changed));
        }
        return packaged;
    }

    private String build(Path packaged, String tar) throws Exception {
        return new ServiceImage(packaged, base, LABELS)
                .writeTo(keeping(
                        Containerizer.to(TarImage.at(folder.resolve(tar)).named("verigrad/gpu-runner"))));
    }

    @Test
    void isTheSameFromTheSamePackageWhereverAndWheneverItIsBuilt() throws Exception {
        Path one = service("one", "", Instant.EPOCH);
        Path other = service("other/place", "", Instant.now());
        other.resolve("lib/main/a.jar").toFile().setExecutable(true);

        String digest = build(one, "one.tar");

        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        assertThat(build(other, "other.tar")).isEqualTo(digest);
        assertThat(folder.resolve("other.tar")).hasSameBinaryContentAs(folder.resolve("one.tar"));
    }

    @Test
    void isAnotherFromOtherContentOrLabels() throws Exception {
        Path one = service("one", "", Instant.EPOCH);
        String digest = build(one, "one.tar");

        assertThat(build(service("other", "changed", Instant.EPOCH), "other.tar"))
                .isNotEqualTo(digest);
        assertThat(new ServiceImage(one, base, Map.of())
                        .writeTo(keeping(Containerizer.to(
                                TarImage.at(folder.resolve("bare.tar")).named("verigrad/gpu-runner")))))
                .isNotEqualTo(digest);
    }

    @Test
    void startsTheServiceAsNobody() throws Exception {
        build(service("one", "", Instant.EPOCH), "one.tar");

        JsonNode config = configuration(folder.resolve("one.tar"));

        assertThat(config.at("/created").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(config.at("/config/User").asText()).isEqualTo("65532:65532");
        assertThat(config.at("/config/Entrypoint").toString())
                .startsWith("[\"java\",")
                .endsWith("\"/app/quarkus-run.jar\"]");
        assertThat(config.at("/config/Labels/tee.launch_policy.allow_env_override")
                        .asText())
                .isEqualTo("A,B");
        assertThat(config.at("/rootfs/diff_ids")).hasSize(3);
    }

    private static JsonNode configuration(Path tar) throws IOException {
        try (var archive = new TarArchiveInputStream(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (entry.getName().startsWith("blobs/") && entry.getSize() < 10_000) {
                    byte[] blob = archive.readAllBytes();
                    if (blob[0] == '{' && new ObjectMapper().readTree(blob).has("rootfs")) {
                        return new ObjectMapper().readTree(blob);
                    }
                }
            }
        }
        throw new IOException("the image has no configuration");
    }

    @Test
    void writesWhatAPolicyMayHaveOfIt() throws Exception {
        Path module = service("one", "", Instant.EPOCH).resolve("../..").normalize();
        StringWriter out = new StringWriter();

        int status = new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .execute(module.toString(), "--base", base, "--to", "tar://" + folder.resolve("one.tar"));

        assertThat(status).isZero();
        String digest = out.toString().strip();
        assertThat(module.resolve("target/image/digest")).hasContent(digest + "\n");
        assertThat(module.resolve("target/image/reference-values.yaml"))
                .content()
                .contains("format: gcp-token-v1", "name: gpu-runner", "\"0x" + digest.substring(7) + "\"");
    }

    @Test
    void refusesATagAndAFolderThatIsNoPackage() throws Exception {
        Path packaged = service("one", "", Instant.EPOCH);

        assertThatThrownBy(() -> new ServiceImage(packaged, "eclipse-temurin:25-jre", Map.of()))
                .hasMessageContaining("a tag is another image tomorrow");
        assertThatThrownBy(() -> new ServiceImage(folder, base, Map.of())).hasMessageContaining("./verigrad build");
    }

    @Test
    void saysWhatIsWrongWithTheArguments() throws Exception {
        Path module = service("one", "", Instant.EPOCH).resolve("../..").normalize();
        StringWriter err = new StringWriter();

        int status = new CommandLine(new Main())
                .setErr(new PrintWriter(err))
                .execute(module.toString(), "--base", "java:25", "--to", "no name of an image");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("expected a base by digest");
    }
}
