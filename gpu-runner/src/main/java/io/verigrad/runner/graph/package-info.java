/** What can be told of an ONNX file without running it. */
@NullMarked
package io.verigrad.runner.graph;

import org.jspecify.annotations.NullMarked;
