/**
 * Container images of packaged services by layers that depend on content alone: who builds the same source on the same base
 * gets the same digest, which is what a TEE that starts containers measures.
 */
@NullMarked
package io.verigrad.images;

import org.jspecify.annotations.NullMarked;
