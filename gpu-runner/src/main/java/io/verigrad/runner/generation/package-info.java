/** Text from decoder models: key/value cache, sampling, chat templates. */
@NullMarked
package io.verigrad.runner.generation;

import org.jspecify.annotations.NullMarked;
