package io.verigrad.packaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes a package for Lambda again, with its jars stored and only the whole deflated. Classes of one jar have much in
 * common that a jar's own compression, class by class, cannot use; and the JVM reads a stored jar sooner. Every file
 * stays what it was, byte for byte, but for the {@linkplain RecordedKeys keys} that Quarkus numbers by chance and for the
 * {@linkplain Signatures signatures} of jars. Names are in order and times are fixed, so that the same content gives the same bytes.
 */
public final class Repack {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    /** Files of one kind beside each other compress better; readers of streams want the manifest first. */
    private static final Comparator<String> ORDER = Comparator.comparing((String name) -> !name.equals(MANIFEST))
            .thenComparing(name -> name.substring(name.lastIndexOf('.') + 1))
            .thenComparing(Comparator.naturalOrder());

    private Repack() {}

    /** Repacks what a build left in a folder: a package for Lambda, and of a plain one what Quarkus generated and what is signed. */
    public static void main(String[] folders) throws IOException {
        if (folders.length != 1) {
            throw new IllegalArgumentException("expected one folder of a build");
        }
        Path folder = Path.of(folders[0]);
        Path zip = folder.resolve("function.zip");
        if (Files.exists(zip)) {
            repack(zip);
        }
        Path application = folder.resolve("quarkus-app");
        Path generated = application.resolve("quarkus/generated-bytecode.jar");
        if (Files.exists(generated)) {
            store(generated);
        }
        if (Files.exists(application.resolve("lib"))) {
            for (Path jar : jars(application.resolve("lib"))) {
                if (Signatures.isSigned(jar)) {
                    store(jar);
                }
            }
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static void store(Path jar) throws IOException {
        Files.write(jar, stored(Files.readAllBytes(jar)));
    }

    static void repack(Path zip) throws IOException {
        Path written = zip.resolveSibling(zip.getFileName() + ".new");
        try (InputStream in = Files.newInputStream(zip);
                OutputStream out = Files.newOutputStream(written)) {
            rewrite(in, out);
        }
        try {
            Files.move(written, zip, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(written, zip, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void rewrite(InputStream in, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (Map.Entry<String, byte[]> file : entries(in).entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(file.getKey().endsWith(".jar") ? stored(file.getValue()) : file.getValue());
                zip.closeEntry();
            }
        }
    }

    private static byte[] stored(byte[] jar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(jar.length * 2);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            Map<String, byte[]> files = entries(new ByteArrayInputStream(jar));
            Signatures.takeOff(files);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(file.getValue());
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(TIME);
                entry.setSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Of entries with one name the first: it is the one that class loaders find. */
    private static Map<String, byte[]> entries(InputStream in) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(ORDER);
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.putIfAbsent(entry.getName(), zip.readAllBytes());
            }
        }
        RecordedKeys.renumber(files);
        return files;
    }
}
