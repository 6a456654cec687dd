/** The ledger in numbers, for whoever operates the network. */
@NullMarked
package io.verigrad.explorer.measure;

import org.jspecify.annotations.NullMarked;
