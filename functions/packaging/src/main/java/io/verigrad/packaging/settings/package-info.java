/** The page of all settings, written from the interfaces that the services read them with. */
@NullMarked
package io.verigrad.packaging.settings;

import org.jspecify.annotations.NullMarked;
