/** What a token is worth in another currency: signed by who observed it, believed while enough of them agree. */
@NullMarked
package io.verigrad.price;

import org.jspecify.annotations.NullMarked;
