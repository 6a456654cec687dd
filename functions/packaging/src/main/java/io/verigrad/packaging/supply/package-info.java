/** What our packages hold that is not ours. */
@NullMarked
package io.verigrad.packaging.supply;

import org.jspecify.annotations.NullMarked;
