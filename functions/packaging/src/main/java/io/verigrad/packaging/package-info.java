/** What the build does to the packages of functions, once the framework has made them. */
@NullMarked
package io.verigrad.packaging;

import org.jspecify.annotations.NullMarked;
