package io.verigrad.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an appraisal policy may have of an image: Confidential Space measures its digest. */
final class ImageReferenceValues {
    private ImageReferenceValues() {}

    /** Writes the digest, one line, and the file of reference values into a folder. */
    static void write(Path folder, Path module, String digest) throws IOException {
        Files.writeString(folder.resolve("digest"), digest + "\n");
        Files.writeString(folder.resolve("reference-values.yaml"), """
                version: 1
                format: gcp-token-v1
                measurements:
                  - name: %s
                    registers:
                      image-digest: "0x%s"
                """.formatted(
                        module.toAbsolutePath().normalize().getFileName(), digest.substring("sha256:".length())));
    }
}
