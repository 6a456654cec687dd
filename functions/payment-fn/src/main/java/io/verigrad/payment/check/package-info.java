/** What runners ask before, while and after they serve a request: check, confirm, release, status. */
@NullMarked
package io.verigrad.payment.check;

import org.jspecify.annotations.NullMarked;
