#!/usr/bin/env node
// Pays for one call with the published client of x402 version 1.
//   node v1/pay-v1.mjs <runner url> <path> <body | @file> <private key | @file>
// Prints one line of JSON: status, body (base64), and the headers receipt and paymentResponse as they came.
import { wrapFetchWithPayment } from "x402-fetch";
import { privateKeyToAccount } from "viem/accounts";
import { call } from "../call.mjs";

await call("X-PAYMENT-RESPONSE", key => wrapFetchWithPayment(fetch, privateKeyToAccount(key)));
