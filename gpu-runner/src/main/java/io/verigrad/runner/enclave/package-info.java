/** The enclave: its keys, its registration and what it signs. */
@NullMarked
package io.verigrad.runner.enclave;

import org.jspecify.annotations.NullMarked;
