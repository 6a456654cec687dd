/** What the HTTP APIs share: how a request is refused and how limits are named. */
@NullMarked
package io.verigrad.runner.api;

import org.jspecify.annotations.NullMarked;
