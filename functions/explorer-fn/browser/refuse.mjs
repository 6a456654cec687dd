// The server lies about a receipt, or somebody changed it: the page has to say so.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { decided, page, paidCall, verdict, visit } from "./stage.mjs";

const OTHER = "0x" + "11".repeat(32);
const STRANGER = "0x" + "22".repeat(20);

const LIES = [
  ["a higher charge", "signature", call => (call.receipt.receipt.charge = String(BigInt(call.receipt.receipt.charge) + 1n))],
  ["another answer", "signature", call => (call.receipt.receipt.responseHash = OTHER)],
  ["another model", "signature", call => (call.receipt.receipt.modelDigest = OTHER)],
  ["a higher assurance", "signature", call => (call.receipt.receipt.assurance = "WEIGHTS_BOUND")],
  ["another key", "signature", call => (call.receipt.receipt.enclaveKey = STRANGER)],
  ["a cheaper offer", "offer", call => (call.receipt.offer.offer.flatPrice = "1")],
  ["another id", "id", call => (call.call.receiptId = OTHER)],
  ["another chain", "domain", call => (call.receipt.domain.chainId = "1")],
  ["a batch that it is not in", "inclusion", call => (call.settlement.root = OTHER)],
  ["a broken signature", "signature", call => (call.receipt.signature = "0x00")],
];

for (const [what, check, change] of LIES) {
  test(`the page refuses ${what}`, async () => {
    const { page: reader, done } = await page();
    await reader.route(`**/api/calls/${paidCall().id}`, async route => {
      const answer = await route.fetch();
      const call = await answer.json();
      change(call);
      await route.fulfill({ response: answer, json: call });
    });
    await visit(reader, `/call/${paidCall().id}`);
    const found = await verdict(reader);
    assert.equal(found.kind, "bad", JSON.stringify(found));
    assert.equal(found.checks[check], "failed", JSON.stringify(found));
    assert.match(found.text, /Do not trust this receipt/);
    await done();
  });
}

async function paste(reader, text) {
  await visit(reader, "/verify");
  await reader.getByRole("textbox", { name: "Receipt" }).fill(text);
  await reader.getByRole("button", { name: "Verify", exact: true }).click();
}

test("a pasted header is checked, and refused once a digit was changed", async () => {
  const { page: reader, done } = await page();
  const { header, signed } = paidCall();
  await paste(reader, header);
  const whole = await decided(reader);
  assert.equal(whole.kind, "wait", JSON.stringify(whole));
  assert.equal(whole.checks.signature, "passed");
  assert.equal(whole.checks.epoch, "passed");

  const changed = structuredClone(signed);
  changed.receipt.outputUnits = String(BigInt(changed.receipt.outputUnits) + 1n);
  await paste(reader, JSON.stringify(changed));
  await reader.locator('[data-check="record"]').waitFor();
  const after = await decided(reader);
  assert.equal(after.kind, "bad", JSON.stringify(after));
  assert.equal(after.checks.signature, "failed");
  await done();
});

test("what is no receipt is said to be none", async () => {
  const { page: reader, done } = await page();
  await paste(reader, "<script>alert(1)</script>");
  await reader.getByRole("alert").getByText("Not a receipt").waitFor();
  await done();
});

test("the reader's own contract is believed, not the server's", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/settings");
  await reader.getByLabel("Settlement contract").fill(STRANGER);
  await reader.getByRole("button", { name: "Keep" }).click();
  await visit(reader, `/call/${paidCall().id}`);
  const found = await verdict(reader);
  assert.equal(found.kind, "bad");
  assert.equal(found.checks.domain, "failed");
  await done();
});

test("a chain that does not answer leaves checks open and proves nothing", async () => {
  const { page: reader, done } = await page();
  await visit(reader, "/settings");
  await reader.getByLabel("Chain (JSON-RPC)").fill("http://127.0.0.1:9");
  await reader.getByRole("button", { name: "Keep" }).click();
  await visit(reader, `/call/${paidCall().id}`);
  const found = await verdict(reader);
  assert.equal(found.kind, "wait", JSON.stringify(found));
  assert.equal(found.checks.epoch, "not asked");
  assert.equal(found.checks.signature, "passed");
  await done();
});
