@NullMarked
package io.verigrad.ledger;

import org.jspecify.annotations.NullMarked;
