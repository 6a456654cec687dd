/** Runs models on ONNX Runtime. */
@NullMarked
package io.verigrad.runner.execution;

import org.jspecify.annotations.NullMarked;
