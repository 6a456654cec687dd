/** The rules of the house as tests. */
@NullMarked
package io.verigrad.architecture;

import org.jspecify.annotations.NullMarked;
