@NullMarked
package io.verigrad.client.sealed;

import org.jspecify.annotations.NullMarked;
