/** What a verifier is given: its key, its policy, its chain. */
@NullMarked
package io.verigrad.verifier.config;

import org.jspecify.annotations.NullMarked;
