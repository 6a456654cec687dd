/** Runs the request of another enclave's receipt again, and signs whether the answer was the same. */
@NullMarked
package io.verigrad.runner.recheck;

import org.jspecify.annotations.NullMarked;
