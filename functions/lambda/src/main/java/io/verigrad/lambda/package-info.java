/** The functions on AWS Lambda: what Lambda delivers becomes the HTTP request that Knative would have sent. */
@NullMarked
package io.verigrad.lambda;

import org.jspecify.annotations.NullMarked;
