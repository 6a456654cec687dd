/** The model hub: publishers upload files, which the store keeps by their digests. */
@NullMarked
package io.verigrad.runner.hub;

import org.jspecify.annotations.NullMarked;
