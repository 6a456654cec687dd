// Every page on a desktop in light colours and on a phone in dark ones: nothing sticks out, axe finds nothing,
// and a picture of each is left to be looked at.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { buy, DESKTOP, explorer, page, paidCall, PHONE, price, shots, verdict, visit } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const VIEWS = [
  ["desktop-light", { viewport: DESKTOP, colorScheme: "light" }],
  ["phone-dark", { viewport: PHONE, colorScheme: "dark", hasTouch: true }],
];

async function of(path) {
  const answer = await fetch(`${explorer}${path}`);
  assert.equal(answer.status, 200, path);
  return answer.json();
}

async function places() {
  const { id, signed } = paidCall();
  const call = await of(`/api/calls/${id}`);
  return [
    ["calls", "/"],
    ["call", `/call/${id}`],
    ["payer", `/payer/${signed.receipt.payer}`],
    ["batches", "/batches"],
    ["batch", `/batch/${call.settlement.root}`],
    ["enclaves", "/enclaves"],
    ["enclave", `/enclave/${signed.receipt.enclaveKey}`],
    ["models", "/models"],
    ["model", `/model/${signed.receipt.modelDigest}`],
    ["validators", "/validators"],
    ["offer", "/play"],
    ["play", "/play"],
    ["verify", "/verify"],
    ["settings", "/settings"],
    ["nothing", "/search/0x" + "0".repeat(64)],
    ["unknown", "/nowhere"],
  ];
}

/** The page has recovered the key's own signature and those of all active validators. */
async function endorsed(reader) {
  const rows = reader.locator("section", { hasText: "Who signed for it" }).locator("li");
  await rows.first().waitFor();
  const words = await rows.allTextContents();
  assert.ok(words.length > 1, words.join(", "));
  assert.ok(words.every(row => row.endsWith("✓ signed")), words.join(", "));
}

function told(violations) {
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.html).join(" | ")}`).join("\n");
}

for (const [view, options] of VIEWS) {
  test(`every page can be used by everybody: ${view}`, async () => {
    const { page: reader, done } = await page({ reducedMotion: "reduce", ...options });
    for (const [name, path] of await places()) {
      await visit(reader, path);
      if (name === "call") await verdict(reader);
      if (name === "offer") {
        await price(reader);
        await reader.getByLabel("You pay").selectOption("upto");
      }
      if (name === "play") await buy(reader);
      if (name === "enclave") {
        await endorsed(reader);
        await reader.locator("#evidence").getByRole("button", { name: "Download the evidence" }).waitFor();
      }
      if (name === "models") await reader.locator("main a.entry", { hasText: "all-minilm-l6-v2" }).waitFor();
      if (name === "model") await reader.locator("#claims", { hasText: "As the runner says." }).waitFor();
      await reader.screenshot({ path: join(shots, `${name}-${view}.png`), fullPage: true });
      const [wide, shown] = await reader.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
      assert.ok(wide <= shown, `${name} is ${wide} pixels wide on a screen of ${shown}`);
      await reader.evaluate(AXE);
      const { violations } = await reader.evaluate(tags => axe.run(document, { runOnly: tags }), TAGS);
      assert.equal(violations.length, 0, `${name}, ${view}:\n${told(violations)}`);
    }
    await done();
  });
}

test("the page is walked with the keyboard alone", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/");
  await reader.keyboard.press("Tab");
  assert.equal(await reader.evaluate(() => document.activeElement.textContent), "Skip to content");
  await reader.keyboard.press("Enter");
  assert.equal(await reader.evaluate(() => document.activeElement.id), "main");
  await reader.locator("main a.entry").first().focus();
  await reader.keyboard.press("Enter");
  await reader.getByRole("heading", { name: "Call", exact: true }).waitFor();
  await reader.waitForFunction(() => document.activeElement.tagName === "H1");
  await done();
});
