// What a payer does once before it pays by use: letting Permit2 take the token, shown before a wallet is asked.
import { h, notice } from "./dom.js";
import { amount } from "./format.js";
import { network } from "./network.js";
import { WalletProblem } from "./wallet.js";

/** So that not each call needs a transaction, and a mistake costs no more than this. */
const CALLS = 100n;
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/** The reader's word on an allowance of `limit`; says in `place` what is asked and why. */
function consent(place, limit, asset) {
  return new Promise((allow, refuse) => {
    const no = () => refuse(new WalletProblem("refused", "Permit2 was not allowed to take the token. Nothing was sent and nothing is charged."));
    place.replaceChildren(h("div", { class: "card" },
      notice("One step before", `Permit2, the contract that takes payments by use, may not take that much of your token yet. Let it take up to ${amount(String(limit), asset)}: enough for ${CALLS} calls like this one. Each of them still needs your signature. This is a transaction and costs gas.`),
      h("div", { class: "row centred" }, h("button", { type: "button", class: "first", onclick: () => allow() }, "Allow Permit2"), h("button", { type: "button", onclick: no }, "Not now"))));
  });
}

async function mined(chain, transaction) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const receipt = await chain.ask("eth_getTransactionReceipt", [transaction]);
    if (receipt?.status === "0x1") return;
    if (receipt) throw new Error("The chain undid the transaction that allows Permit2. Nothing is charged.");
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`The chain did not take the transaction ${transaction} within ${PATIENCE_MS / 1000} s. Nothing is charged; look for it in your wallet, and pay again once it is there.`);
}

/** Returns once Permit2 may take what the terms ask for; asks the reader and the wallet where it may not. */
export async function allowed(wallet, payer, terms, says) {
  const { rpcUrl, chainId } = network();
  if (!rpcUrl) throw new Error("No node of the chain is known, which says what Permit2 may take: name one in the settings.");
  const [{ Chain }, { allowance, approval }] = await Promise.all([import("../verify/chain.js"), import("../verify/permit2.js")]);
  const chain = new Chain(rpcUrl);
  if ((await allowance(chain, terms.asset, payer)) >= BigInt(terms.amount)) return;
  const limit = BigInt(terms.amount) * CALLS;
  await consent(says.place, limit, terms.asset);
  says.tell("Waiting for the wallet…");
  const transaction = await wallet.send(payer, approval(terms.asset, limit), chainId, chain);
  says.tell("Waiting for the chain…");
  await mined(chain, transaction);
}
