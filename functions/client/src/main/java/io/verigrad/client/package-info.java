/** A client that pays for model calls by x402 and hands over only answers whose receipt it has verified. */
@NullMarked
package io.verigrad.client;

import org.jspecify.annotations.NullMarked;
