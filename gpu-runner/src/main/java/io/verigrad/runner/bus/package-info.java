/** The bus: receipts to be appraised. */
@NullMarked
package io.verigrad.runner.bus;

import org.jspecify.annotations.NullMarked;
