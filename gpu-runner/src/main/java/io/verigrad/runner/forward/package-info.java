/** Closed models: calls that attested code forwards to a named upstream of OpenAI's API. */
@NullMarked
package io.verigrad.runner.forward;

import org.jspecify.annotations.NullMarked;
