@NullMarked
package io.verigrad.chain.kms;

import org.jspecify.annotations.NullMarked;
