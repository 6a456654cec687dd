package io.verigrad.devnet.bench;

import java.net.URI;

/**
 * A server that is measured.
 *
 * @param pid of its process
 */
record Subject(String name, URI url, long pid) {}
