#!/usr/bin/env node
// Pays for one call by Permit2 with the published client of x402 version 2, after it let Permit2 take the token.
//   node pay-permit2.mjs <runner url> <path> <body | @file> <private key | @file> <rpc url> <exact | upto>
// Prints what pay-v2.mjs prints.
import { createPermit2ApprovalTx, toClientEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { UptoEvmScheme } from "@x402/evm/upto/client";
import { wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { createPublicClient, createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";
import { call } from "./call.mjs";

const [rpc, scheme] = process.argv.slice(6);
const chain = createPublicClient({ chain: baseSepolia, transport: http(rpc) });

/** The one of the offers that this scheme takes by Permit2. */
const byPermit2 = accepts =>
  accepts.find(terms => terms.scheme === scheme && terms.extra?.assetTransferMethod === "permit2");

async function allow(account, asset) {
  const wallet = createWalletClient({ account, chain: baseSepolia, transport: http(rpc) });
  const hash = await wallet.sendTransaction(createPermit2ApprovalTx(asset));
  await chain.waitForTransactionReceipt({ hash, pollingInterval: 100 });
}

await call("PAYMENT-RESPONSE", key => {
  const account = privateKeyToAccount(key);
  const signer = toClientEvmSigner(account, chain);
  const paying = wrapFetchWithPaymentFromConfig(fetch, {
    schemes: [
      { network: "eip155:*", client: new ExactEvmScheme(signer) },
      { network: "eip155:*", client: new UptoEvmScheme(signer) },
    ],
    paymentRequirementsSelector: (_, accepts) => byPermit2(accepts),
  });
  return async (url, init) => {
    const offer = (await fetch(url, init)).headers.get("PAYMENT-REQUIRED");
    await allow(account, byPermit2(JSON.parse(Buffer.from(offer, "base64").toString("utf8")).accepts).asset);
    return paying(url, init);
  };
});
