/** Oblivious HTTP (RFC 9458) in whole messages and in chunks, over binary HTTP messages (RFC 9292). */
@NullMarked
package io.verigrad.ohttp;

import org.jspecify.annotations.NullMarked;
