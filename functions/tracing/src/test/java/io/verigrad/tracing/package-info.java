@NullMarked
package io.verigrad.tracing;

import org.jspecify.annotations.NullMarked;
