/** What a payer lets its programs spend, kept where a restart finds it. */
@NullMarked
package io.verigrad.client.spending;

import org.jspecify.annotations.NullMarked;
