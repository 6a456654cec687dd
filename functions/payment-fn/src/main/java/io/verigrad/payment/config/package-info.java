/** The settings of the payment function and the beans that are made of them. */
@NullMarked
package io.verigrad.payment.config;

import org.jspecify.annotations.NullMarked;
