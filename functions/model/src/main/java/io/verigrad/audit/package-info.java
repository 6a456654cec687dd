/** Audits of what was settled: which receipts are looked at, and checks of products that do not repeat them. */
@NullMarked
package io.verigrad.audit;

import org.jspecify.annotations.NullMarked;
