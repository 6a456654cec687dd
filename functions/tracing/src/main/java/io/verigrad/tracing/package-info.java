/** What happened to a payment, in all services, as one trace of OpenTelemetry. */
@NullMarked
package io.verigrad.tracing;

import org.jspecify.annotations.NullMarked;
