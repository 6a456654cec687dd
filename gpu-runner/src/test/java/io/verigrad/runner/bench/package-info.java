/** What the runner costs beside the raw library on the same machine; run by {@code ./verigrad bench runner}. */
@NullMarked
package io.verigrad.runner.bench;

import org.jspecify.annotations.NullMarked;
