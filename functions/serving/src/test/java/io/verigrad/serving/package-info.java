@NullMarked
package io.verigrad.serving;

import org.jspecify.annotations.NullMarked;
