package io.verigrad.client.receipt;

import io.verigrad.value.Hash32;
import java.util.Optional;

/** What the receipt should be about; a part that is not known is not compared. */
public record Content(Optional<Hash32> requestHash, Optional<Hash32> responseHash) {
    /** Neither is known. */
    public static final Content UNKNOWN = new Content(Optional.empty(), Optional.empty());

    public static Content of(Hash32 requestHash, Hash32 responseHash) {
        return new Content(Optional.of(requestHash), Optional.of(responseHash));
    }
}
