/** A local endpoint that speaks OpenAI's API, for programs that know nothing of payments and receipts. */
@NullMarked
package io.verigrad.client.proxy;

import org.jspecify.annotations.NullMarked;
