/** What stands before every function that works on the chain and the ledger. */
@NullMarked
package io.verigrad.serving;

import org.jspecify.annotations.NullMarked;
