#!/usr/bin/env node
// Pays for one call with the published client of x402 version 2.
//   node pay-v2.mjs <runner url> <path> <body | @file> <private key | @file>
// Prints one line of JSON: status, body (base64), and the headers receipt and paymentResponse as they came.
import { wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { privateKeyToAccount } from "viem/accounts";
import { call } from "./call.mjs";

await call("PAYMENT-RESPONSE", key =>
  wrapFetchWithPaymentFromConfig(fetch, {
    schemes: [{ network: "eip155:*", client: new ExactEvmScheme(privateKeyToAccount(key)) }],
  }),
);
