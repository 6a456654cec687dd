/** The configuration of the runner. */
@NullMarked
package io.verigrad.runner.config;

import org.jspecify.annotations.NullMarked;
