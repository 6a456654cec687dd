package io.verigrad.runner.hub;

import java.time.Duration;
import java.util.Set;

/**
 * What one publisher may bring.
 *
 * @param size the bytes of one file
 * @param open the uploads that are not complete
 * @param bytes the bytes that he stored, and those that his open uploads announce, together
 * @param types how names of files may end, without the dot
 * @param lifetime how long an upload may stand without a byte
 */
public record UploadLimits(long size, int open, long bytes, Set<String> types, Duration lifetime) {
    public UploadLimits {
        types = Set.copyOf(types);
        if (size < 1 || open < 1 || bytes < 1 || types.isEmpty() || !lifetime.isPositive()) {
            throw new IllegalArgumentException("expected limits of uploads above 0, found " + size + ", " + open + ", "
                    + bytes + ", " + types + ", " + lifetime);
        }
    }
}
