package io.verigrad.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepackTest {
    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void findAJar() throws Exception {
        URI origin = Assertions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        jar = Path.of(origin);
    }

    @Test
    void keepsEveryFileAndMakesThePackageSmaller() throws IOException {
        Path zip = zip("function.zip", Map.of("lib/assertj.jar", Files.readAllBytes(jar), "bootstrap", text("#!")));
        long before = Files.size(zip);

        Repack.repack(zip);

        Map<String, byte[]> files = read(Files.readAllBytes(zip));
        assertThat(files).containsOnlyKeys("bootstrap", "lib/assertj.jar").containsEntry("bootstrap", text("#!"));
        assertThat(read(Objects.requireNonNull(files.get("lib/assertj.jar"))))
                .usingRecursiveComparison()
                .isEqualTo(read(Files.readAllBytes(jar)));
        assertThat(Files.size(zip)).isLessThan(before * 4 / 5);
    }

    @Test
    void givesTheSameBytesForTheSameContentInAnotherOrderAndTime() throws IOException {
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("b.class", text("b"));
        content.put("a.txt", text("a"));
        Map<String, byte[]> reversed = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(content.keySet());
        names.reversed().forEach(name -> reversed.put(name, content.get(name)));
        Path one = zip("one.zip", Map.of("lib/x.jar", zipped(content, 1_600_000_000_000L)));
        Path other = zip("other.zip", Map.of("lib/x.jar", zipped(reversed, 1_700_000_000_000L)));

        Repack.repack(one);
        Repack.repack(other);

        assertThat(one).hasSameBinaryContentAs(other);
    }

    @Test
    void leavesJarsThatTheJvmLoads() throws Exception {
        Path zip = zip("function.zip", Map.of("lib/assertj.jar", Files.readAllBytes(jar)));

        Repack.repack(zip);

        Path repacked = folder.resolve("assertj.jar");
        try (ZipFile file = new ZipFile(zip.toFile())) {
            Files.copy(file.getInputStream(file.getEntry("lib/assertj.jar")), repacked);
        }
        try (JarInputStream stream = new JarInputStream(Files.newInputStream(repacked));
                URLClassLoader loader = new URLClassLoader(
                        new java.net.URL[] {repacked.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            assertThat(stream.getManifest()).isNotNull();
            assertThat(Class.forName("org.assertj.core.api.Assertions", false, loader)
                            .getClassLoader())
                    .isSameAs(loader);
        }
    }

    @Test
    void wantsAPackage() {
        assertThatThrownBy(() -> Repack.main(new String[0])).hasMessageContaining("expected one folder");
    }

    @Test
    void writesAgainWhatABuildLeft() throws IOException {
        Path build = Files.createDirectories(folder.resolve("target/quarkus-app/quarkus"));
        Path generated = build.resolve("generated-bytecode.jar");
        Files.write(generated, zipped(Map.of("b.txt", text("b"), "a.txt", text("a")), 1_600_000_000_000L));
        Path function = folder.resolve("target/function.zip");
        Files.write(function, zipped(Map.of("a.txt", text("a")), 1_600_000_000_000L));
        Path run = Files.writeString(folder.resolve("target/quarkus-app/quarkus-run.jar"), "as it is");

        Repack.main(new String[] {folder.resolve("target").toString()});

        assertThat(run).hasContent("as it is");
        assertThat(read(Files.readAllBytes(generated))).containsOnlyKeys("a.txt", "b.txt");
        for (Path written : List.of(generated, function)) {
            try (ZipFile zip = new ZipFile(written.toFile())) {
                assertThat(zip.stream())
                        .allSatisfy(entry -> assertThat(entry.getTimeLocal()).isEqualTo("2026-01-01T00:00"));
            }
        }
    }

    @Test
    void takesSignaturesOffAndKeepsWhatElseAManifestSays() throws IOException {
        Path lib = Files.createDirectories(folder.resolve("target/quarkus-app/lib/main"));
        String manifest = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n";
        String sealed = "Name: b/\r\nSealed: true\r\n\r\n";
        String digest = "Name: a/AVeryLong\r\n Name.class\r\nSHA-256-Digest: AAAA\r\n BBBB=\r\n\r\n";
        Path signed = lib.resolve("signed.jar");
        Files.write(
                signed,
                zipped(
                        Map.of(
                                "META-INF/MANIFEST.MF", text(manifest + digest + sealed + digest),
                                "META-INF/BC.SF", text("SHA-256-Digest-Manifest: AAAA"),
                                "META-INF/BC.RSA", text("a signature"),
                                "META-INF/services/a.SF", text("a service"),
                                "a/A.class", text("a")),
                        1_600_000_000_000L));
        Path other = lib.resolve("other.jar");
        byte[] asItIs = zipped(Map.of("META-INF/MANIFEST.MF", text(manifest + digest)), 1_600_000_000_000L);
        Files.write(other, asItIs);

        Repack.main(new String[] {folder.resolve("target").toString()});

        assertThat(read(Files.readAllBytes(signed)))
                .containsOnlyKeys("META-INF/MANIFEST.MF", "META-INF/services/a.SF", "a/A.class")
                .containsEntry("META-INF/MANIFEST.MF", text(manifest + sealed));
        assertThat(Files.readAllBytes(other)).isEqualTo(asItIs);
    }

    private Path zip(String name, Map<String, byte[]> files) throws IOException {
        return Files.write(folder.resolve(name), zipped(files, 1_500_000_000_000L));
    }

    private static byte[] zipped(Map<String, byte[]> files, long time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(time);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> read(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.putIfAbsent(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
