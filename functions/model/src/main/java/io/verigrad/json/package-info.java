/** Strict JSON reading and canonical JSON writing (RFC 8785). */
@NullMarked
package io.verigrad.json;

import org.jspecify.annotations.NullMarked;
