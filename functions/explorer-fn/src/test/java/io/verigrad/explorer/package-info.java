/** Tests of the explorer over HTTP, on a real database. */
@NullMarked
package io.verigrad.explorer;

import org.jspecify.annotations.NullMarked;
