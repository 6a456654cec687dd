/** Has a second runner run a request again, and checks the verdict that it signs. */
@NullMarked
package io.verigrad.client.recheck;

import org.jspecify.annotations.NullMarked;
