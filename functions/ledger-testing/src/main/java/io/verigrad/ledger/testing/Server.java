package io.verigrad.ledger.testing;

/** A PostgreSQL that was started and will be stopped. */
interface Server extends AutoCloseable {
    String host();

    int port();

    String database();

    String username();

    String password();

    @Override
    void close();
}
