package io.verigrad.devnet;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be stopped in the opposite order, each whatever happens to the others. */
final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private boolean closed;

    /** Holds {@code resource}; if the network is closing already, closes it at once. */
    synchronized <T extends AutoCloseable> T hold(T resource) {
        if (closed) {
            closeQuietly(resource);
        } else {
            held.push(resource);
        }
        return resource;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!held.isEmpty()) {
            closeQuietly(held.pop());
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.getLogger(Resources.class.getName()).log(System.Logger.Level.WARNING, "could not stop a part", e);
        }
    }
}
