/** Lists in pages, by a key and not by a count. */
@NullMarked
package io.verigrad.explorer.page;

import org.jspecify.annotations.NullMarked;
