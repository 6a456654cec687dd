/** HTTP with limits on time and size. */
@NullMarked
package io.verigrad.client.http;

import org.jspecify.annotations.NullMarked;
