/** The Open Inference Protocol v2 over HTTP and JSON. */
@NullMarked
package io.verigrad.runner.oip;

import org.jspecify.annotations.NullMarked;
