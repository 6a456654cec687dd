package io.verigrad.runner.store;

import io.verigrad.crypto.Sha256;
import io.verigrad.runner.blob.BlobException;
import io.verigrad.runner.blob.Blobs;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * A model in the store.
 *
 * @param digest SHA-256 of the manifest's canonical JSON
 * @param blobs where files are that do not lie in the folder
 */
public record StoredModel(ModelManifest manifest, Hash32 digest, Path folder, Optional<Blobs> blobs) {
    /**
     * Reads a file into memory and checks it there: what is given back is what was checked, whatever happens to the file
     * afterwards.
     *
     * @throws ModelStoreException if the file is not in the manifest, cannot be read or has other content
     */
    public ByteBuffer read(String name) throws ModelStoreException {
        ModelFile expected = manifest.files().get(name);
        if (expected == null) {
            throw new ModelStoreException("model " + manifest.name() + " has no file " + name);
        }
        ByteBuffer content;
        try (FileChannel file =
                FileChannel.open(locate(name, expected), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            content = read(name, file, expected.size());
        } catch (IOException e) {
            throw new ModelStoreException("file " + name + " of model " + manifest.name() + " cannot be read", e);
        }
        MessageDigest digest = Sha256.digest();
        digest.update(content.duplicate());
        Hash32 found = Hash32.of(digest.digest());
        if (!found.equals(expected.sha256())) {
            throw new ModelStoreException("expected file " + name + " of model " + manifest.name() + " with SHA-256 "
                    + expected.sha256() + ", found " + found + "; restore the file or its manifest");
        }
        return content.asReadOnlyBuffer();
    }

    private Path locate(String name, ModelFile file) throws ModelStoreException {
        Path own = folder.resolve(name);
        if (blobs.isEmpty() || Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
            return own;
        }
        try {
            return blobs.get().get(file.sha256(), file.size());
        } catch (BlobException e) {
            throw new ModelStoreException(
                    "file " + name + " of model " + manifest.name() + " is missing: " + e.getMessage(), e);
        }
    }

    private ByteBuffer read(String name, FileChannel file, long size) throws IOException, ModelStoreException {
        if (file.size() != size) {
            throw new ModelStoreException("expected file " + name + " of model " + manifest.name() + " with " + size
                    + " bytes, found " + file.size());
        }
        ByteBuffer content = ByteBuffer.allocateDirect(Math.toIntExact(size));
        while (content.hasRemaining() && file.read(content) >= 0) {
            // Reads until the buffer is full or the file has ended, whichever is first.
        }
        return content.flip();
    }
}
