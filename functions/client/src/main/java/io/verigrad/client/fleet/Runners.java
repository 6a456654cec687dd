package io.verigrad.client.fleet;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Where runners are. Who names one vouches for nothing: whether it may be used is found out before it is paid. */
@FunctionalInterface
public interface Runners {
    /**
     * The base URLs of the runners that are known now.
     *
     * @throws IOException if they cannot be learnt
     */
    List<URI> all() throws IOException;

    /** Always the same. */
    static Runners of(URI... runners) {
        List<URI> all = List.of(runners);
        return () -> all;
    }
}
