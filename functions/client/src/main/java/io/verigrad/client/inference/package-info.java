/** Typed calls of models: chats and embeddings, whose answers were paid for and verified. */
@NullMarked
package io.verigrad.client.inference;

import org.jspecify.annotations.NullMarked;
