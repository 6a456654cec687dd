/** Private calls: requests that arrive sealed to this enclave's key (RFC 9458) and leave sealed to their sender. */
@NullMarked
package io.verigrad.runner.sealed;

import org.jspecify.annotations.NullMarked;
