// A reader watches a call come, follows it to the chain and checks it.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { explorer, page, paidCall, pay, verdict, visit } from "./stage.mjs";

async function symbolOf(asset) {
  const { assets } = await (await fetch(`${explorer}/api/network`)).json();
  const token = assets.find(one => one.address.toLowerCase() === asset.toLowerCase());
  assert.equal(token?.decimals, 6, JSON.stringify(assets));
  return token.symbol;
}

test("a call is watched as it comes, followed to the chain and verified in the browser", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/");
  await reader.getByText("● live").waitFor();

  const id = await pay();

  const entry = reader.locator(`a[href="#/call/${id}"]`);
  await entry.waitFor();
  await entry.click();
  await reader.getByRole("heading", { name: "Call", exact: true }).waitFor();
  await reader.locator(".badge.good", { hasText: "settled" }).first().waitFor({ timeout: 90_000 });
  const found = await verdict(reader);
  assert.equal(found.kind, "good", JSON.stringify(found));
  assert.equal(Object.values(found.checks).every(outcome => outcome === "passed"), true, JSON.stringify(found));
  assert.equal(Object.keys(found.checks).length, 11);
  const { asset, charge } = paidCall().signed.receipt;
  const words = `${Number(charge) / 1e6} ${await symbolOf(asset)}`;
  for (const check of ["price", "record"]) {
    const line = await reader.locator(`[data-check="${check}"]`).textContent();
    assert.ok(line.includes(words) && line.endsWith(`${charge} atomic units`), `${line}; expected ${words}, ${charge}`);
  }
  await done();
});

test("validators, the supply and proposals are read from the chain by the browser itself", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/validators");
  await reader.getByText("✓ active").first().waitFor();
  await reader.getByText("100.00 % of all stake").waitFor();
  await reader.getByText("no fault").waitFor();
  await reader.locator(".card", { hasText: /OPG in all, .* staked or thawing/ }).waitFor();
  await reader.locator(".card", { hasText: "Vesting" }).getByText(/% vested, [0-9.,]+ OPG of it taken; /).first().waitFor();
  await reader.getByText("No proposals yet").waitFor();
  await done();
});

test("validators of a chain that does not answer are not made up", async () => {
  const { page: reader, done } = await page();
  await reader.route("**/*", route => (route.request().postData()?.includes("jsonrpc") ? route.abort() : route.continue()));
  await visit(reader, "/validators");
  await reader.getByRole("alert").getByText("no usable answer from the chain").waitFor();
  await done();
});

test("a search for the receipt leads to its call", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/");
  await reader.getByRole("searchbox").fill(paidCall().id);
  await reader.getByRole("button", { name: "Search" }).click();
  await reader.waitForURL(`**/#/call/${paidCall().id}`);
  await done();
});
