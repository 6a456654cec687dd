@NullMarked
package io.verigrad.client.recheck;

import org.jspecify.annotations.NullMarked;
