// The browser, the network that it looks at, and the one call that was paid for.
import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const BODY = JSON.stringify({ model: "all-minilm-l6-v2", input: "watched in a browser" });

export const explorer = needed("EXPLORER");
export const shots = needed("SHOTS");
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
const unclosed = new Set();
let browser;
let paid;

function needed(name) {
  assert.ok(process.env[name], `the environment names no ${name}`);
  return process.env[name];
}

/** Chromium as the machine has it; nothing is downloaded. */
function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const file of NAMES.flatMap(name => folders.map(folder => join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // the next one
    }
  }
  throw new Error("no Chromium on the PATH: install it (Debian: package chromium), or name it in CHROMIUM");
}

export async function open() {
  mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: executable(), headless: true });
}

/** What stands on pages that a test left open, which failed, is told: it mostly says why. */
export async function close() {
  for (const left of unclosed) {
    const words = await left.locator("main").innerText({ timeout: 2_000 }).catch(problem => problem.message);
    console.log(`left open at ${left.url()}:\n${words}`);
  }
  await browser?.close();
}

/**
 * A page of its own, without memory of others. What breaks in it fails the test: `done` closes it and tells.
 *
 * @param options Playwright's options of a context
 */
export async function page(options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const fresh = await context.newPage();
  unclosed.add(fresh);
  fresh.setDefaultTimeout(30_000);
  const broken = [];
  fresh.on("pageerror", error => broken.push(error.message));
  fresh.on("console", message => {
    if (/Content Security Policy|Trusted/.test(message.text())) broken.push(message.text());
  });
  const done = async () => {
    // The live page asks until it is closed: what is on its way then is nobody's failure.
    await fresh.unrouteAll({ behavior: "ignoreErrors" });
    await context.close();
    unclosed.delete(fresh);
    assert.deepEqual(broken, [], "the page broke");
  };
  return { page: fresh, done };
}

/** Opens a page of the explorer and waits until it stands. */
export async function visit(opened, path) {
  await opened.goto(`${explorer}/#${path}`);
  await opened.locator("main[aria-busy]").waitFor({ state: "detached" });
  await opened.locator("main h1").waitFor();
}

/** Pays for one call with the published client of x402; gives its payment id. */
export async function pay() {
  const client = join(here, "../../x402-clients/pay-v2.mjs");
  const parameters = [client, needed("RUNNER"), "/v1/embeddings", BODY, `@${needed("PAYER_KEY")}`];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  const answer = JSON.parse(stdout);
  assert.equal(answer.status, 200, stdout);
  const header = answer.receipt;
  paid = { header, signed: JSON.parse(Buffer.from(header, "base64").toString()) };
  return paid.signed.receipt.paymentId;
}

/** Asks for the price in the playground and leaves the offer open. */
export async function price(opened, model = "tiny-decoder") {
  await opened.locator("select[name=model]").selectOption(model);
  await opened.getByRole("button", { name: "See the price" }).click();
  await opened.locator("#offer").waitFor();
}

/** Pays in the playground and waits until the receipt was checked; gives what the checks found. */
export async function buy(opened, wallet = "test wallet") {
  await price(opened);
  await opened.getByRole("button", { name: `Pay with ${wallet}` }).click();
  return decided(opened);
}

/** The call that `watch` paid for. */
export function paidCall() {
  assert.ok(paid, "no call was paid for");
  return { ...paid, id: paid.signed.receipt.paymentId };
}

/** Presses Verify and waits for the verdict; gives its kind and what each check found. */
export async function verdict(opened) {
  await opened.getByRole("button", { name: "Verify", exact: true }).click();
  return decided(opened);
}

export async function decided(opened) {
  const line = opened.locator(".verdict.good, .verdict.wait, .verdict.bad");
  await line.waitFor();
  const kind = (await line.getAttribute("class")).split(" ").at(-1);
  const checks = await opened.locator(".checks li").evaluateAll(items => items.map(item => [item.dataset.check, item.dataset.outcome]));
  return { kind, text: await line.textContent(), checks: Object.fromEntries(checks) };
}
