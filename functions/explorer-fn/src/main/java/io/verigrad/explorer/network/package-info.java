/** Which network this explorer shows. */
@NullMarked
package io.verigrad.explorer.network;

import org.jspecify.annotations.NullMarked;
