/** LangChain4j's chat and embedding models, paid for and verified. */
@NullMarked
package io.verigrad.client.langchain4j;

import org.jspecify.annotations.NullMarked;
