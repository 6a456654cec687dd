/** Configuration, and the beans made of it. */
@NullMarked
package io.verigrad.explorer.config;

import org.jspecify.annotations.NullMarked;
