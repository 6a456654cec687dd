@NullMarked
package io.verigrad.runner.recheck;

import org.jspecify.annotations.NullMarked;
