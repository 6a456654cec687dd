/** Models as they lie on disk: manifests, files and the digests that bind them. */
@NullMarked
package io.verigrad.runner.store;

import org.jspecify.annotations.NullMarked;
