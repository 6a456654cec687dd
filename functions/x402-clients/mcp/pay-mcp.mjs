#!/usr/bin/env node
// Calls one tool with the published client of the Model Context Protocol, and pays with x402's published client.
//   node mcp/pay-mcp.mjs <runner url> <tool> <arguments | @file> <private key | @file>
// Prints one line of JSON, as the other pay scripts do: body is the text of the result.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { x402Client } from "@x402/core/client";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { privateKeyToAccount } from "viem/accounts";
import { text } from "../call.mjs";

const [runner, name, input, key] = process.argv.slice(2);
if (key === undefined) {
  console.error("usage: <runner url> <tool> <arguments | @file> <private key | @file>");
  process.exit(2);
}
const payer = new x402Client().register("eip155:*", new ExactEvmScheme(privateKeyToAccount(text(key))));
const client = new Client({ name: "verigrad-x402-client-mcp", version: "0.1.0" });
try {
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", runner)));
  const { tools } = await client.listTools();
  const call = { name, arguments: JSON.parse(text(input)) };
  let result = await client.callTool(call);
  if (result.isError && result.structuredContent?.x402Version === 2) {
    const payment = await payer.createPaymentPayload(result.structuredContent);
    result = await client.callTool({ ...call, _meta: { "x402/payment": payment } });
  }
  const receipt = result._meta?.["verigrad/receipt"];
  const answer = {
    status: result.isError ? 402 : 200,
    tools: tools.map(tool => tool.name),
    body: Buffer.from(result.content[0].text).toString("base64"),
    receipt: receipt ? Buffer.from(JSON.stringify(receipt)).toString("base64") : null,
    paymentResponse: result._meta?.["x402/payment-response"] ?? null,
  };
  console.log(JSON.stringify(answer));
} catch (error) {
  console.log(JSON.stringify({ status: 0, error: error.message }));
  process.exitCode = 1;
} finally {
  await client.close();
}
