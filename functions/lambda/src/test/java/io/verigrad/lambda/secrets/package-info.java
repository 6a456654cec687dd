@NullMarked
package io.verigrad.lambda.secrets;

import org.jspecify.annotations.NullMarked;
