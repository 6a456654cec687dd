/** Files by the SHA-256 of what they hold: kept on disk, fetched by HTTP where they are missing. */
@NullMarked
package io.verigrad.runner.blob;

import org.jspecify.annotations.NullMarked;
