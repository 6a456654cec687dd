#!/usr/bin/env node
// Pays for one call, then signs in with x402's own package and gets the answer again without paying.
//   node extensions/sign-in.mjs <runner url> <path> <body | @file> <private key | @file>
// Prints one line of JSON: status and receipt of the paid answer, and of the one after signing in.
import { wrapFetchWithSIWx } from "@x402/extensions/sign-in-with-x";
import { wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { privateKeyToAccount } from "viem/accounts";
import { text } from "../call.mjs";

const [runner, path, body, key] = process.argv.slice(2);
if (key === undefined) {
  console.error("usage: <runner url> <path> <body | @file> <private key | @file>");
  process.exit(2);
}
const account = privateKeyToAccount(text(key));
const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: text(body) };
const url = new URL(path, runner).href;
try {
  const paying = wrapFetchWithPaymentFromConfig(fetch, {
    schemes: [{ network: "eip155:*", client: new ExactEvmScheme(account) }],
  });
  const paid = await paying(url, request);
  const again = await wrapFetchWithSIWx(fetch, account)(url, request);
  const answer = {
    status: paid.status,
    receipt: paid.headers.get("Verigrad-Receipt"),
    statusAgain: again.status,
    receiptAgain: again.headers.get("Verigrad-Receipt"),
    sameBody: (await paid.text()) === (await again.text()),
  };
  console.log(JSON.stringify(answer));
} catch (error) {
  console.log(JSON.stringify({ status: 0, error: error.message }));
  process.exitCode = 1;
}
