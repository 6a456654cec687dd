// The reference facilitator: @x402/core and @x402/evm behind express, wired as in their examples.
// Usage: node facilitator.mjs <rpc url> <port> <file of a private key> <stock | nonce-manager>
import { readFileSync } from "node:fs";
import express from "express";
import { x402Facilitator } from "@x402/core/facilitator";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { registerExactEvmScheme } from "@x402/evm/exact/facilitator";
import { UptoEvmScheme } from "@x402/evm/upto/facilitator";
import { createWalletClient, http, nonceManager, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { baseSepolia } from "viem/chains";

const [rpcUrl, port, keyFile, wiring] = process.argv.slice(2);
const account = privateKeyToAccount(
  readFileSync(keyFile, "utf8").trim(),
  wiring === "nonce-manager" ? { nonceManager } : {},
);
const client = createWalletClient({
  account,
  chain: baseSepolia,
  transport: http(rpcUrl, { timeout: 60_000 }),
  pollingInterval: 200,
}).extend(publicActions);
const signer = toFacilitatorEvmSigner({
  address: account.address,
  getCode: args => client.getCode(args),
  readContract: args => client.readContract({ ...args, args: args.args ?? [] }),
  verifyTypedData: args => client.verifyTypedData(args),
  writeContract: args => client.writeContract({ ...args, args: args.args ?? [] }),
  sendTransaction: args => client.sendTransaction(args),
  waitForTransactionReceipt: args => client.waitForTransactionReceipt(args),
});
const facilitator = new x402Facilitator();
registerExactEvmScheme(facilitator, { signer, networks: "eip155:84532" });
facilitator.register("eip155:84532", new UptoEvmScheme(signer));

const app = express();
app.use(express.json());
for (const step of ["verify", "settle"]) {
  app.post(`/${step}`, async (request, response) => {
    try {
      const { paymentPayload, paymentRequirements } = request.body;
      response.json(await facilitator[step](paymentPayload, paymentRequirements));
    } catch (error) {
      response.status(500).json({ error: error instanceof Error ? error.message : "unknown" });
    }
  });
}
app.get("/supported", (_, response) => response.json(facilitator.getSupported()));
app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
