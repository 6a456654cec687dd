// The playground: a call is paid for in the browser and watched while it is proved.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { buy, decided, explorer, page, price, shots, visit } from "./stage.mjs";

const CHAIN = "0x14a34";
const CALL = "**/v1/chat/completions";

const require = createRequire(new URL("../../x402-clients/package.json", import.meta.url));
const payer = () => require("viem/accounts").privateKeyToAccount(readFileSync(process.env.PAYER_KEY, "utf8").trim());

/** Sends a transaction of the payer, signed by viem; gives its hash once it is in a block. */
async function transact({ to, data }) {
  const { createPublicClient, createWalletClient, http } = require("viem");
  const { baseSepolia: chain } = require("viem/chains");
  const transport = http((await (await fetch(`${explorer}/api/network`)).json()).rpcUrl);
  const hash = await createWalletClient({ account: payer(), chain, transport }).sendTransaction({ to, data });
  await createPublicClient({ chain, transport }).waitForTransactionReceipt({ hash, pollingInterval: 100 });
  return hash;
}

/** Permit2 may take nothing of the payer's, whatever ran before. */
async function disallow() {
  const { encodeFunctionData, erc20Abi } = require("viem");
  const { assets } = await (await fetch(`${explorer}/api/network`)).json();
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: ["0x000000000022D473030F116dDEE9F6B43aC78BA3", 0n] });
  await transact({ to: assets.find(asset => asset.symbol === "USDC").address, data });
}

/** Asks for the price by use, and presses to pay. */
async function byUse(reader, wallet) {
  await price(reader);
  await reader.getByLabel("You pay").selectOption("upto");
  await reader.getByText("At most").first().waitFor();
  await reader.getByRole("button", { name: `Pay with ${wallet}` }).click();
}

/**
 * A browser wallet of the same payer that signs with viem, not with the page's own code.
 *
 * @param answers what it answers instead, by method: a value, or an error with a code
 */
async function install(reader, answers = {}) {
  const account = payer();
  const state = { chain: CHAIN, asked: [] };
  await reader.exposeFunction("askWallet", async ({ method, params }) => {
    state.asked.push(method);
    if (method in answers) return answers[method];
    if (method === "eth_requestAccounts") return { result: [account.address] };
    if (method === "eth_chainId") return { result: state.chain };
    if (method === "wallet_switchEthereumChain") return { result: ((state.chain = params[0].chainId), null) };
    if (method === "eth_sendTransaction") return { result: await transact(params[0]) };
    assert.equal(method, "eth_signTypedData_v4");
    assert.equal(params[0].toLowerCase(), account.address.toLowerCase());
    const { domain, types, primaryType, message } = JSON.parse(params[1]);
    return { result: await account.signTypedData({ domain, types, primaryType, message }) };
  });
  await reader.addInitScript(() => {
    window.ethereum = {
      request: async call => {
        const { result, error } = await window.askWallet(call);
        if (error) throw error;
        return result;
      },
    };
  });
  return state;
}

function right(found) {
  assert.equal(found.kind, "wait", JSON.stringify(found)); // it is in no batch yet
  for (const check of ["domain", "signature", "offer", "price", "payment", "network", "epoch"]) {
    assert.equal(found.checks[check], "passed", JSON.stringify(found));
  }
}

test("a call is paid for with the test wallet, watched, verified and followed to the chain", async () => {
  const { page: reader, done } = await page({ acceptDownloads: true });
  await visit(reader, "/play");
  right(await buy(reader));
  assert.ok((await reader.locator(".answer .proved").textContent()).length > 5);
  assert.equal(await reader.locator(".answer .open").textContent(), "");
  const coming = reader.waitForEvent("download");
  await reader.getByRole("button", { name: "Download the receipt" }).click();
  const kept = JSON.parse(readFileSync(await (await coming).path(), "utf8"));
  assert.match(kept.receipt.paymentId, /^0x[0-9a-f]{64}$/);
  await reader.getByRole("link", { name: "Follow it to the chain" }).click();
  await reader.getByRole("heading", { name: "Call", exact: true }).waitFor();
  await reader.getByText(kept.receipt.paymentId).first().waitFor();
  await done();
});

test("a call is paid for with a browser wallet", async () => {
  const { page: reader, done } = await page();
  const wallet = await install(reader);
  await visit(reader, "/play");
  right(await buy(reader, "browser wallet"));
  assert.deepEqual(wallet.asked, ["eth_requestAccounts", "eth_chainId", "eth_signTypedData_v4"]);
  await done();
});

test("what is used is paid for with the test wallet, after Permit2 was allowed, and then again at once", async () => {
  await disallow();
  const { page: reader, done } = await page();
  await visit(reader, "/play");
  await byUse(reader, "test wallet");
  await reader.getByText("One step before").waitFor();
  await reader.screenshot({ path: join(shots, "allow-desktop-light.png"), fullPage: true });
  await reader.getByRole("button", { name: "Allow Permit2" }).click();
  right(await decided(reader));
  await byUse(reader, "test wallet");
  right(await decided(reader));
  await done();
});

test("what is used is paid for with a browser wallet, which is asked for the allowance first", async () => {
  await disallow();
  const { page: reader, done } = await page();
  const wallet = await install(reader);
  await visit(reader, "/play");
  await byUse(reader, "browser wallet");
  await reader.getByRole("button", { name: "Not now" }).click();
  await reader.getByRole("alert").getByText("Permit2 was not allowed").waitFor();
  assert.deepEqual(wallet.asked, ["eth_requestAccounts", "eth_chainId"]);
  await reader.getByRole("button", { name: "Pay with browser wallet" }).click();
  await reader.getByRole("button", { name: "Allow Permit2" }).click();
  right(await decided(reader));
  assert.deepEqual(wallet.asked.slice(-2), ["eth_sendTransaction", "eth_signTypedData_v4"]);
  await done();
});

test("an embedding is paid for and verified", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/play");
  await price(reader, "all-minilm-l6-v2");
  await reader.getByRole("button", { name: "Pay with test wallet" }).click();
  await reader.getByText("A vector of 384 numbers").waitFor();
  await reader.locator("#receipt .verdict.wait").waitFor();
  await done();
});

test("a wallet on another network is told so, and changes", async () => {
  const { page: reader, done } = await page();
  const wallet = await install(reader);
  wallet.chain = "0x1";
  await visit(reader, "/play");
  await price(reader);
  await reader.getByRole("button", { name: "Pay with browser wallet" }).click();
  await reader.getByRole("alert").getByText("The wallet is on chain eip155:1").waitFor();
  assert.ok(!wallet.asked.includes("eth_signTypedData_v4"));
  await reader.getByRole("button", { name: "Change the wallet's network" }).click();
  await reader.locator("#receipt .verdict.wait").waitFor();
  await done();
});

for (const [what, answers, words, way] of [
  ["shows no account", { eth_requestAccounts: { error: { code: 4001, message: "no" } } }, "You refused it in your wallet"],
  ["does not sign", { eth_signTypedData_v4: { error: { code: 4001, message: "no" } } }, "You refused it in your wallet"],
  ["does not send", { eth_sendTransaction: { error: { code: 4001, message: "no" } } }, "You refused it in your wallet", "upto"],
  ["breaks", { eth_signTypedData_v4: { error: { code: -32603, message: "<b>broken</b>" } } }, "The wallet says: <b>broken</b>"],
]) {
  test(`a wallet that ${what} pays nothing, and the offer stays`, async () => {
    const { page: reader, done } = await page();
    if (way) await disallow();
    await install(reader, answers);
    await visit(reader, "/play");
    await price(reader);
    if (way) await reader.getByLabel("You pay").selectOption(way);
    await reader.getByRole("button", { name: "Pay with browser wallet" }).click();
    if (way) await reader.getByRole("button", { name: "Allow Permit2" }).click();
    await reader.getByRole("alert").getByText(words).waitFor();
    assert.equal(await reader.getByRole("button", { name: "Pay with browser wallet" }).isEnabled(), true);
    await done();
  });
}

for (const [what, spoil, words] of [
  ["with another word", body => body.replace(/"content":"([^"]+)"/, '"content":"not $1"'), /another link|about another answer/],
  ["that was cut", body => body.slice(0, body.length / 4), /the stream was cut/],
  ["without its receipt", body => body.split("\n\n").toSpliced(-3, 1).join("\n\n"), /the stream was cut/],
]) {
  test(`a stream ${what} is refused`, async () => {
    const { page: reader, done } = await page();
    await reader.route(CALL, async route => {
      if (!route.request().headers()["payment-signature"]) return route.continue();
      const answer = await route.fetch();
      return route.fulfill({ response: answer, body: spoil(await answer.text()) });
    });
    await visit(reader, "/play");
    await price(reader);
    await reader.getByRole("button", { name: "Pay with test wallet" }).click();
    const alert = reader.getByRole("alert").filter({ hasText: "Do not trust this answer" });
    await alert.waitFor();
    assert.match(await alert.textContent(), words);
    await reader.locator(".answer.refused").waitFor();
    await done();
  });
}

test("an assurance that the runner does not reach is refused before anything is paid", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/play");
  await reader.locator("select[name=assurance]").selectOption("WEIGHTS_BOUND");
  await reader.getByRole("button", { name: "See the price" }).click();
  await reader.getByRole("alert").getByText("this model reaches UNATTESTED here").waitFor();
  assert.equal(await reader.locator("#offer").count(), 0);
  await done();
});

test("a runner that is gone is said to be gone, before and after the price", async () => {
  const { page: reader, done } = await page();
  await reader.route("**/v1/models", route => route.abort());
  await visit(reader, "/play");
  await reader.getByRole("alert").getByText("The runner does not answer").waitFor();
  await reader.unroute("**/v1/models");
  await reader.getByRole("button", { name: "Try again" }).click();
  await price(reader);
  await reader.route(CALL, route => route.abort());
  await reader.getByRole("button", { name: "Pay with test wallet" }).click();
  await reader.getByRole("alert").getByText("did not answer after it was paid").waitFor();
  await done();
});

test("a payment that is not taken is said to be refused", async () => {
  const { page: reader, done } = await page();
  await reader.route(CALL, async route => {
    const headers = route.request().headers();
    if (!headers["payment-signature"]) return route.continue();
    const payment = JSON.parse(Buffer.from(headers["payment-signature"], "base64"));
    payment.payload.authorization.value = "1";
    return route.continue({ headers: { ...headers, "payment-signature": Buffer.from(JSON.stringify(payment)).toString("base64") } });
  });
  await visit(reader, "/play");
  await price(reader);
  await reader.getByRole("button", { name: "Pay with test wallet" }).click();
  await reader.getByRole("alert").getByText("The payment was not taken").waitFor();
  await done();
});
