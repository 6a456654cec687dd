@NullMarked
package io.verigrad.ohttp;

import org.jspecify.annotations.NullMarked;
