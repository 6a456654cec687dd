#!/usr/bin/env node
// Pays a runner for calls by a payment channel with the published client of scheme batch-settlement.
//   node call-by-channel.mjs <runner url> <path> <body> <calls> <private key | @file> <rpc url>
// Prints one line of JSON: of each call its status, its PAYMENT-RESPONSE and its receipt as they came.
import { toClientEvmSigner } from "@x402/evm";
import { BatchSettlementEvmScheme } from "@x402/evm/batch-settlement/client";
import { decodePaymentResponseHeader, wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { createPublicClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";
import { text } from "./call.mjs";

const [runner, path, body, calls, key, rpc] = process.argv.slice(2);
if (rpc === undefined) {
  console.error("usage: <runner url> <path> <body> <calls> <private key | @file> <rpc url>");
  process.exit(2);
}
const chain = createPublicClient({ chain: baseSepolia, transport: http(rpc) });
const client = new BatchSettlementEvmScheme(toClientEvmSigner(privateKeyToAccount(text(key)), chain), {
  depositPolicy: { depositMultiplier: 10 },
});
const paying = wrapFetchWithPaymentFromConfig(fetch, { schemes: [{ network: "eip155:*", client }] });

const paid = [];
for (let i = 0; i < Number(calls); i++) {
  const response = await paying(new URL(path, runner).href, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  const header = response.headers.get("PAYMENT-RESPONSE");
  paid.push({
    status: response.status,
    error: response.status === 200 ? null : await response.text(),
    payment: header && decodePaymentResponseHeader(header),
    receipt: response.headers.get("Verigrad-Receipt"),
  });
}
console.log(JSON.stringify(paid));
