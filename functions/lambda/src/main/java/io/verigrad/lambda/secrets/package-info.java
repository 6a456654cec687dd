/** Secrets that a function is given by reference. */
@NullMarked
package io.verigrad.lambda.secrets;

import org.jspecify.annotations.NullMarked;
