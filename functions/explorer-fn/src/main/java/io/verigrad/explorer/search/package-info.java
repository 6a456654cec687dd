/** What a hash or an address names. */
@NullMarked
package io.verigrad.explorer.search;

import org.jspecify.annotations.NullMarked;
