@NullMarked
package io.verigrad.settlement;

import org.jspecify.annotations.NullMarked;
