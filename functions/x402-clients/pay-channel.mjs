#!/usr/bin/env node
// Pays for calls by a payment channel with the published client of scheme batch-settlement, and gets the rest back.
//   node pay-channel.mjs <server url> <calls> <private key | @file> <rpc url>
// Calls GET /weather, has the server claim what it earned (POST /claim), and asks for a refund. Prints one line of JSON:
// of each call its status and PAYMENT-RESPONSE, what the server claimed, and what came back.
import { toClientEvmSigner } from "@x402/evm";
import { BatchSettlementEvmScheme } from "@x402/evm/batch-settlement/client";
import { decodePaymentResponseHeader, wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { createPublicClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";
import { text } from "./call.mjs";

const [server, calls, key, rpc] = process.argv.slice(2);
if (rpc === undefined) {
  console.error("usage: <server url> <calls> <private key | @file> <rpc url>");
  process.exit(2);
}
const chain = createPublicClient({ chain: baseSepolia, transport: http(rpc) });
const client = new BatchSettlementEvmScheme(toClientEvmSigner(privateKeyToAccount(text(key)), chain), {
  depositPolicy: { depositMultiplier: 10 },
});
const paying = wrapFetchWithPaymentFromConfig(fetch, { schemes: [{ network: "eip155:*", client }] });
const weather = new URL("/weather", server).href;

const paid = [];
for (let i = 0; i < Number(calls); i++) {
  const response = await paying(weather);
  const header = response.headers.get("PAYMENT-RESPONSE");
  paid.push({ status: response.status, payment: header && decodePaymentResponseHeader(header) });
}
const claimed = await (await fetch(new URL("/claim", server), { method: "POST" })).json();
const refund = await client.refund(weather);
console.log(JSON.stringify({ paid, claimed, refund }));
