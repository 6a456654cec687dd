/** Models that were paid for: terms, use and earnings. */
@NullMarked
package io.verigrad.explorer.model;

import org.jspecify.annotations.NullMarked;
