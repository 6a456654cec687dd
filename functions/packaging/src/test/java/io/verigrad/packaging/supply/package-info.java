@org.jspecify.annotations.NullMarked
package io.verigrad.packaging.supply;
