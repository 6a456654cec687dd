// Hostile values, unknown names, and a server that is gone.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { page, paidCall, visit } from "./stage.mjs";

const MARKUP = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>';

/** Every string that is no name of something becomes markup. */
function poison(value) {
  if (Array.isArray(value)) return value.map(poison);
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poison(inner)]));
  return typeof value === "string" && !/^(0x[0-9a-f]*|\d[\d.TZ:-]*)$/i.test(value) ? MARKUP : value;
}

for (const path of ["/", "/call/:id", "/batches", "/enclaves", "/model/:model", "/search/x"]) {
  test(`${path} shows hostile values as text`, async () => {
    const { page: reader, done } = await page();
    await reader.route(/\/api\/(calls|batches|enclaves|models|search)/, async route => {
      if (route.request().url().includes("/api/search")) {
        return route.fulfill({ json: { items: [{ kind: "call", id: MARKUP, because: MARKUP }, { kind: MARKUP, id: MARKUP, because: MARKUP }] } });
      }
      const answer = await route.fetch();
      return route.fulfill({ response: answer, json: poison(await answer.json()) });
    });
    await visit(reader, path.replace(":id", paidCall().id).replace(":model", paidCall().signed.receipt.modelDigest));
    if (path === "/call/:id") await reader.getByRole("button", { name: "Verify", exact: true }).click();
    assert.match(await reader.locator("main").textContent(), /<img src=x/);
    assert.equal(await reader.locator("main img, main script").count(), 0);
    assert.equal(await reader.evaluate(() => window.hurt), undefined);
    await done();
  });
}

test("a runner's words about a model are text", async () => {
  const { page: reader, done } = await page();
  const digest = paidCall().signed.receipt.modelDigest;
  await reader.route("**/v1/models", route => route.fulfill({
    headers: { "access-control-allow-origin": "*" },
    json: { data: [{ id: MARKUP, verigrad: { modelDigest: digest, version: {}, licence: MARKUP, card: MARKUP.repeat(100) } }] },
  }));
  await visit(reader, `/model/${digest}`);
  assert.match(await reader.locator("#claims").textContent(), /<img src=x/);
  assert.equal(await reader.locator("main img, main script").count(), 0);
  assert.equal(await reader.evaluate(() => window.hurt), undefined);
  await done();
});

test("evidence of a hostile runner is text, and of another enclave none", async () => {
  const { page: reader, done } = await page();
  const { enclaveKey } = paidCall().signed.receipt;
  let told = { enclaveKey, evidence: btoa(JSON.stringify({ format: MARKUP, document: "AA==", blockHash: MARKUP })) };
  await reader.route("**/v1/attestation", route => route.fulfill({ headers: { "access-control-allow-origin": "*" }, json: told }));
  const section = reader.locator("#evidence");
  await visit(reader, `/enclave/${enclaveKey}`);
  await section.getByText("<img src=x").first().waitFor();
  assert.equal(await reader.evaluate(() => window.hurt), undefined);
  for (const [answer, words] of [
    [{ enclaveKey: "0x" + "1".repeat(40), evidence: told.evidence }, "Not this runner"],
    [{ enclaveKey, evidence: "no base64" }, "No evidence"],
    [{ enclaveKey, notRegistered: "starting" }, "No evidence"],
    [{}, "Not known now"],
  ]) {
    told = answer;
    await reader.reload();
    await section.getByText(words).waitFor();
  }
  await done();
});

test("a runner that is gone takes names away and nothing else", async () => {
  const { page: reader, done } = await page();
  const digest = paidCall().signed.receipt.modelDigest;
  await reader.route("**/v1/models", route => route.abort());
  await visit(reader, `/model/${digest}`);
  await reader.getByRole("heading", { name: "Used and charged" }).waitFor();
  assert.equal(await reader.locator("#claims").count(), 0);
  await visit(reader, "/models");
  await reader.locator(`main a.entry [title="${digest}"].mono`).waitFor();
  await done();
});

test("an unknown call is said to be unknown", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/call/0x" + "0".repeat(64));
  await reader.getByRole("alert").getByText("Not found").waitFor();
  await done();
});

for (const path of ["/", "/batches", "/enclaves", "/models", "/call/:id"]) {
  test(`${path} says that the server is gone, and comes back`, async () => {
    const { page: reader, done } = await page();
    let gone = true;
    await reader.route("**/api/**", route => (gone ? route.abort() : route.continue()));
    await visit(reader, path.replace(":id", paidCall().id));
    await reader.getByRole("alert").getByText("The explorer does not answer").waitFor();
    gone = false;
    await reader.getByRole("button", { name: "Try again" }).click();
    await reader.getByRole("alert").waitFor({ state: "detached" });
    await reader.locator("main .card").first().waitFor();
    await done();
  });
}

for (const [path, words] of [["/", "No calls yet"], ["/batches", "No batches yet"], ["/enclaves", "No enclaves yet"], ["/models", "No models yet"]]) {
  test(`${path} says that there is nothing yet`, async () => {
    const { page: reader, done } = await page();
    await reader.route("**/api/live", route => route.abort());
    await reader.route(/\/api\/(calls|batches|enclaves|models)/, route => route.fulfill({ json: { items: [] } }));
    await visit(reader, path);
    await reader.getByText(words).waitFor();
    await done();
  });
}
