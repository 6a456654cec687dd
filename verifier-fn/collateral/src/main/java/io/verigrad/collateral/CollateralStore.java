package io.verigrad.collateral;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps answers by the key of their item, the newest of each, and every content by its digest for ever: what an old verdict
 * was made from can be looked at. Safe for many threads.
 */
public interface CollateralStore {
    /** The newest answer; empty also if what is kept is damaged. */
    Optional<Stored> find(String key) throws IOException;

    void keep(String key, Stored answer) throws IOException;
}
