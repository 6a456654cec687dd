/** What publishers of models sign: files that they upload, and the models that are made of them. */
@NullMarked
package io.verigrad.publication;

import org.jspecify.annotations.NullMarked;
