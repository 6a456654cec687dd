@NullMarked
package io.verigrad.runner.forward;

import org.jspecify.annotations.NullMarked;
