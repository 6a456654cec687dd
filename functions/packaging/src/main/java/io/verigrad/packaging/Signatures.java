package io.verigrad.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * Takes the signatures off a jar. A JVM that opens a signed one reads the digests of every class in it and checks the
 * signer, at each start and in megabytes of memory, and keeps none of its classes in an archive; and nobody asks for
 * what it finds. Where a jar is from, Maven checks when it fetches it, and the digest of our package covers its bytes.
 */
final class Signatures {
    /** JAR file specification, "Signed JAR File". */
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

    private static final Pattern BLANK_LINE = Pattern.compile("(?<=\\r\\n\\r\\n|[^\\r]\\n\\n)");
    private static final Pattern DIGESTS_ONLY =
            Pattern.compile("Name: .*(\\R .*)*(\\R[\\w-]+-Digest: .*(\\R .*)*)+\\R*");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private Signatures() {}

    static boolean isSigned(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
        }
    }

    /** Leaves the files of a jar that is not signed as they are. */
    static void takeOff(Map<String, byte[]> files) {
        if (files.keySet().removeIf(name -> SIGNATURE.matcher(name).matches())) {
            files.computeIfPresent(MANIFEST, (_, manifest) -> withoutDigests(manifest));
        }
    }

    /** What a manifest says of single files besides their digests stays. */
    private static byte[] withoutDigests(byte[] manifest) {
        return Arrays.stream(BLANK_LINE.split(new String(manifest, StandardCharsets.UTF_8)))
                .filter(section -> !DIGESTS_ONLY.matcher(section).matches())
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
