/** The models as tools of the Model Context Protocol, paid for as the x402 specification's MCP transport says. */
@NullMarked
package io.verigrad.runner.mcp;

import org.jspecify.annotations.NullMarked;
