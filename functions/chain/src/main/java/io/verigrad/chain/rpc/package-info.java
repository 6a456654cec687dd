/** JSON-RPC to one node, and what a call answered or why it reverted. */
@NullMarked
package io.verigrad.chain.rpc;

import org.jspecify.annotations.NullMarked;
