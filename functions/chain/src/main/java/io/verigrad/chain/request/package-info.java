/** Inferences that contracts ask for, with the price in escrow ({@code InferenceRequests}). */
@NullMarked
package io.verigrad.chain.request;

import org.jspecify.annotations.NullMarked;
