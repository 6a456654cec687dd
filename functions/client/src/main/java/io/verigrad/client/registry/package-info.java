/** Reads key epochs from the EnclaveRegistry, with nothing but JSON-RPC. */
@NullMarked
package io.verigrad.client.registry;

import org.jspecify.annotations.NullMarked;
