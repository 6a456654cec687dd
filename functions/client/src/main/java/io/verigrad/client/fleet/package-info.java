/** Which of many runners gets a call, and what happens to the call when that one fails. */
@NullMarked
package io.verigrad.client.fleet;

import org.jspecify.annotations.NullMarked;
