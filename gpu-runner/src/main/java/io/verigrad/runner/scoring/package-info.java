/** Texts classified and documents ranked, in the forms of the APIs that people already use for it. */
@NullMarked
package io.verigrad.runner.scoring;

import org.jspecify.annotations.NullMarked;
