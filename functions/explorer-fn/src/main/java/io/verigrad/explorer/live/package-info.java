/** Calls as they come and move on. */
@NullMarked
package io.verigrad.explorer.live;

import org.jspecify.annotations.NullMarked;
