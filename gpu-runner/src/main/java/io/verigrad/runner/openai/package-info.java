/** OpenAI's HTTP API: embeddings and the list of models. */
@NullMarked
package io.verigrad.runner.openai;

import org.jspecify.annotations.NullMarked;
