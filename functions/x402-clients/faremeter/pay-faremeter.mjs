#!/usr/bin/env node
// Pays for one call with faremeter's client, which shares no code with the reference.
//   node faremeter/pay-faremeter.mjs <runner url> <path> <body | @file> <private key | @file>
// Prints one line of JSON: status, body (base64), and the headers receipt and paymentResponse as they came.
import { wrap } from "@faremeter/fetch";
import { createPaymentHandler } from "@faremeter/payment-evm/exact";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";
import { call } from "../call.mjs";

await call("PAYMENT-RESPONSE", key => {
  const account = privateKeyToAccount(key);
  const handler = createPaymentHandler({ chain: baseSepolia, address: account.address, account });
  return wrap(fetch, { handlers: [handler] });
});
