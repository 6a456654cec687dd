package io.verigrad.runner.hub;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.publication.FileUpload;
import io.verigrad.publication.SignedFileUpload;
import io.verigrad.runner.blob.BlobException;
import io.verigrad.runner.blob.BlobStore;
import io.verigrad.value.Address;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files on their way from publishers into the store. An upload that broke off goes on where it ended, as long as this
 * process lives and its time has not passed; a file that is not what its digest says leaves nothing.
 */
public final class Uploads {
    private static final int PIECE = 64 << 10;

    private final BlobStore store;
    private final Holdings holdings;
    private final Set<Address> publishers;
    private final TypedDataDomain domain;
    private final UploadLimits limits;
    private final Clock clock;
    private final Map<UUID, Upload> uploads = new ConcurrentHashMap<>();

    /**
     * @param notes a folder for what is remembered of publishers
     * @param publishers who may upload
     * @param domain what they sign for
     */
    public Uploads(
            BlobStore store,
            Path notes,
            Set<Address> publishers,
            TypedDataDomain domain,
            UploadLimits limits,
            Clock clock) {
        this.store = store;
        this.holdings = new Holdings(notes);
        this.publishers = Set.copyOf(publishers);
        this.domain = domain;
        this.limits = limits;
        this.clock = clock;
    }

    public UploadLimits limits() {
        return limits;
    }

    /**
     * Begins an upload, or finds the one of that file that its publisher began before. One of a file that is in the store is
     * complete from the beginning.
     *
     * @param name what the file is called; only its end matters
     * @throws UploadRefusedException if it is not signed, too large, of another type, or the publisher has too much in hand
     */
    public synchronized UploadState create(SignedFileUpload signed, String name)
            throws UploadRefusedException, IOException {
        FileUpload wanted = signed.upload();
        require(signed);
        require(name, wanted.size());
        sweep();
        for (Upload upload : uploads.values()) {
            if (upload.publisher().equals(wanted.publisher()) && upload.digest().equals(wanted.sha256())) {
                if (upload.size() == wanted.size()) {
                    return state(upload);
                }
                // Only one of the two sizes can be true; the later word counts.
                cancel(upload.id());
            }
        }
        boolean here = store.find(wanted.sha256()).isPresent();
        if (!here) {
            requireRoom(wanted);
        }
        Upload upload = new Upload(
                wanted.publisher(),
                wanted.sha256(),
                wanted.size(),
                here ? Optional.empty() : Optional.of(store.write(wanted.sha256(), wanted.size())),
                clock.instant());
        uploads.put(upload.id(), upload);
        return state(upload);
    }

    /** Where an upload stands. Its id is known to nobody but who began it. */
    public UploadState state(UUID id) throws UploadRefusedException {
        return state(find(id));
    }

    /**
     * Appends what a request brings. Bytes that came before the request broke off stay.
     *
     * @param offset where the caller thinks that the upload stands
     * @throws UploadRefusedException if the upload stands elsewhere, another request writes, the request broke off, or the
     *     file is a wrong one, of which nothing stays
     * @throws IOException if the store cannot be written
     */
    public UploadState append(UUID id, long offset, InputStream body) throws UploadRefusedException, IOException {
        Upload upload = lock(id);
        try {
            long here = upload.offset();
            if (offset != here) {
                throw new UploadRefusedException(
                        409, "offset_mismatch", "expected offset " + here + ", found " + offset, OptionalLong.of(here));
            }
            copy(upload, body);
            if (!upload.isComplete() && upload.offset() == upload.size()) {
                upload.finish();
                holdings.add(upload.publisher(), upload.digest(), upload.size());
            }
            return state(upload);
        } catch (BlobException e) {
            discard(upload);
            throw new UploadRefusedException(422, "digest_mismatch", String.valueOf(e.getMessage()));
        } finally {
            upload.writing().unlock();
        }
    }

    /** Forgets an upload and removes what came of it; a complete file stays in the store. */
    public void cancel(UUID id) throws UploadRefusedException, IOException {
        Upload upload = lock(id);
        try {
            discard(upload);
        } finally {
            upload.writing().unlock();
        }
    }

    /** Removes the uploads whose time has passed; each new one does it too. */
    void sweep() throws IOException {
        Instant oldest = clock.instant().minus(limits.lifetime());
        for (Upload upload : uploads.values()) {
            // One that is being written is alive, however slow it is.
            if (upload.touched().isBefore(oldest) && upload.writing().tryLock()) {
                try {
                    discard(upload);
                } finally {
                    upload.writing().unlock();
                }
            }
        }
    }

    private void require(SignedFileUpload signed) throws UploadRefusedException {
        if (!signed.isAuthentic(domain) || !signed.upload().isFresh(clock)) {
            throw new UploadRefusedException(
                    401,
                    "invalid_signature",
                    "expected a FileUpload that its publisher signed within " + FileUpload.LIFETIME.toMinutes()
                            + " minutes, for chain " + domain.chainId() + " and contract "
                            + domain.verifyingContract());
        }
        if (!publishers.contains(signed.upload().publisher())) {
            throw new UploadRefusedException(
                    403,
                    "publisher_not_allowed",
                    "publisher " + signed.upload().publisher()
                            + " may not upload here; ask the operator for verigrad.runner.hub.publishers");
        }
    }

    private void require(String name, long size) throws UploadRefusedException {
        if (size > limits.size()) {
            throw new UploadRefusedException(
                    413, "file_too_large", "expected a file of at most " + limits.size() + " bytes, found " + size);
        }
        if (!limits.types().contains(name.substring(name.lastIndexOf('.') + 1))) {
            throw new UploadRefusedException(
                    415, "file_type_refused", "expected a file whose name ends with one of " + limits.types());
        }
    }

    private void requireRoom(FileUpload wanted) throws UploadRefusedException, IOException {
        long open = 0;
        long bytes = holdings.bytes(wanted.publisher()) + wanted.size();
        for (Upload upload : uploads.values()) {
            if (upload.publisher().equals(wanted.publisher()) && !upload.isComplete()) {
                open++;
                bytes += upload.size();
            }
        }
        if (open >= limits.open()) {
            throw new UploadRefusedException(
                    429,
                    "too_many_uploads",
                    "expected at most " + limits.open() + " open uploads; complete or cancel one");
        }
        if (bytes > limits.bytes()) {
            throw new UploadRefusedException(
                    413,
                    "quota_exceeded",
                    "expected at most " + limits.bytes() + " bytes of one publisher, found " + bytes
                            + " with this file");
        }
    }

    private void copy(Upload upload, InputStream body) throws UploadRefusedException, IOException {
        byte[] piece = new byte[PIECE];
        for (int read = read(body, piece); read >= 0; read = read(body, piece)) {
            if (read > 0 && upload.isComplete()) {
                throw new UploadRefusedException(413, "file_too_large", "the file is complete; expected no more bytes");
            }
            try {
                upload.write(ByteBuffer.wrap(piece, 0, read), clock.instant());
            } catch (UploadRefusedException e) {
                discard(upload);
                throw e;
            }
        }
    }

    private static int read(InputStream body, byte[] piece) throws UploadRefusedException {
        try {
            return body.read(piece);
        } catch (IOException e) {
            throw new UploadRefusedException(400, "body_broken_off", "the body ended before its time");
        }
    }

    private void discard(Upload upload) throws IOException {
        uploads.remove(upload.id());
        upload.discard();
    }

    private Upload lock(UUID id) throws UploadRefusedException {
        Upload upload = find(id);
        if (!upload.writing().tryLock()) {
            throw new UploadRefusedException(423, "upload_in_use", "another request writes this upload");
        }
        // It may have ended between the two.
        if (uploads.get(id) != upload) {
            upload.writing().unlock();
            throw unknown();
        }
        return upload;
    }

    private Upload find(UUID id) throws UploadRefusedException {
        Upload upload = uploads.get(id);
        if (upload == null) {
            throw unknown();
        }
        return upload;
    }

    private UploadState state(Upload upload) {
        return new UploadState(
                upload.id(), upload.offset(), upload.size(), upload.touched().plus(limits.lifetime()));
    }

    private static UploadRefusedException unknown() {
        return new UploadRefusedException(404, "no_such_upload", "there is no such upload, or its time has passed");
    }
}
