@org.jspecify.annotations.NullMarked
package io.verigrad.images;
