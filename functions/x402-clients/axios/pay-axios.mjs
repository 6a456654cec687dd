#!/usr/bin/env node
// Pays for one call with the published client of x402 for axios.
//   node axios/pay-axios.mjs <runner url> <path> <body | @file> <private key | @file>
// Prints one line of JSON: status, body (base64), and the headers receipt and paymentResponse as they came.
import axios from "axios";
import { wrapAxiosWithPaymentFromConfig } from "@x402/axios";
import { ExactEvmScheme } from "@x402/evm";
import { privateKeyToAccount } from "viem/accounts";
import { call } from "../call.mjs";

await call("PAYMENT-RESPONSE", key => {
  const client = wrapAxiosWithPaymentFromConfig(axios.create(), {
    schemes: [{ network: "eip155:*", client: new ExactEvmScheme(privateKeyToAccount(key)) }],
  });
  return async (url, { method, headers, body }) => {
    const answer = await client.request({ url, method, headers, data: body, responseType: "arraybuffer" });
    return new Response(answer.data, { status: answer.status, headers: Object.entries(answer.headers) });
  };
});
