/** What runners say of themselves: nothing here is proved before a receipt is. */
@NullMarked
package io.verigrad.client.runner;

import org.jspecify.annotations.NullMarked;
