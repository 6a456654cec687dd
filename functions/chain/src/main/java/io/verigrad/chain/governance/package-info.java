/** What holders of OPG decide: proposals, votes and their way through the timelock. */
@NullMarked
package io.verigrad.chain.governance;

import org.jspecify.annotations.NullMarked;
