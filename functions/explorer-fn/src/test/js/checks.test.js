import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, hex, word } from "../../../target/classes/META-INF/resources/verify/bytes.js";
import { Chain } from "../../../target/classes/META-INF/resources/verify/chain.js";
import { verify } from "../../../target/classes/META-INF/resources/verify/checks.js";
import { boundNonce, paymentId } from "../../../target/classes/META-INF/resources/verify/payment.js";
import { PERMIT2 } from "../../../target/classes/META-INF/resources/verify/permit2.js";
import { chainOf, inBatch, NETWORK, node, sign, signedReceipt } from "./receipts.js";

const NONCE = "0x" + "0".repeat(64);

/** Outcomes by name of a receipt on a chain that has it, after `spoil` changed any of the three. */
async function outcomes(signed, spoil = () => {}) {
  const context = inBatch(signed);
  const answers = chainOf(signed, context);
  spoil({ signed, context, answers });
  const results = await verify(signed, NETWORK, context, new Chain("http://node", node(answers)));
  return Object.fromEntries(results.map(result => [result.name, result.outcome]));
}

async function failures(signed, spoil) {
  return Object.entries(await outcomes(signed, spoil)).filter(([, outcome]) => outcome === "failed").map(([name]) => name);
}

test("passes a receipt that is right in everything", async () => {
  assert.deepEqual(new Set(Object.values(await outcomes(signedReceipt()))), new Set(["passed"]));
});

for (const member of Object.keys(signedReceipt().receipt)) {
  test(`sees that ${member} was changed after signing`, async () => {
    const changed = {
      scheme: "UPTO", finish: "REFUSED", assurance: "WEIGHTS_BOUND",
    };
    const failed = await failures(signedReceipt(), ({ signed: { receipt } }) => {
      const old = receipt[member];
      receipt[member] = changed[member] ?? (old.startsWith("0x") ? old.slice(0, -1) + (old.endsWith("e") ? "d" : "e") : String(BigInt(old) + 1n));
    });
    assert.ok(failed.includes("signature"), failed.join());
    assert.ok(failed.includes("id"), failed.join());
  });
}

test("sees a price above the offer, though the enclave signed it", async () => {
  assert.deepEqual(await failures(signedReceipt({ charge: "1061", cap: "2000" }), ({ answers }) => answers), ["price", "record"]);
});

test("tells amounts by the token's decimals, and in atomic units beside them", async () => {
  const signed = signedReceipt({ charge: "1061", cap: "2000" });
  const told = async assets => {
    const context = inBatch(signed);
    const results = await verify(signed, { ...NETWORK, assets }, context, new Chain("http://node", node(chainOf(signed, context))));
    const { detail, exact } = results.find(result => result.name === "price");
    return [detail, exact];
  };
  const asset = { address: signed.receipt.asset.toUpperCase().replace("0X", "0x"), symbol: "USDC", decimals: 6 };
  const plain = ["it charges 1061 atomic units, the offer says 1060 atomic units", undefined];
  assert.deepEqual(await told([asset]), ["it charges 0.001061 USDC, the offer says 0.00106 USDC", "1061 and 1060 atomic units"]);
  assert.deepEqual(await told([{ ...asset, decimals: 0 }]), ["it charges 1061 USDC, the offer says 1060 USDC", "1061 and 1060 atomic units"]);
  for (const useless of [undefined, [], [{ ...asset, address: "0x" + "1".repeat(40) }], [{ ...asset, decimals: 1e9 }], [{ ...asset, decimals: "6" }], [{ ...asset, symbol: {} }], [null]]) {
    assert.deepEqual(await told(useless), plain, JSON.stringify(useless));
  }
});

test("leaves open what the chain does not name of a channel's call, and takes its cap for the most", async () => {
  const found = await outcomes(signedReceipt({ scheme: "CHANNEL", cap: "500", charge: "500" }));
  assert.equal(found.price, "passed");
  for (const name of ["payment", "inclusion", "batch", "record"]) assert.equal(found[name], "not asked");
  assert.deepEqual(await failures(signedReceipt({ scheme: "CHANNEL", cap: "500", charge: "499" })), ["price"]);
});

test("sees a charge above the cap", async () => {
  assert.deepEqual(await failures(signedReceipt({ cap: "1059" })), ["price"]);
});

test("sees an offer that the receipt does not name", async () => {
  assert.ok((await failures(signedReceipt(), ({ signed }) => (signed.offer.offer.flatPrice = "1001"))).includes("offer"));
});

test("sees an offer that another key signed", async () => {
  const other = bytes("0x" + "22".repeat(32));
  assert.deepEqual(
    await failures(signedReceipt(), ({ signed }) => (signed.offer.signature = sign("Offer", signed.offer.offer, signed.domain, other))),
    ["offer"],
  );
});

test("sees an offer that had ended", async () => {
  assert.deepEqual(await failures(signedReceipt({ issuedAt: "1790003601" })), ["offer"]);
});

test("names payments by Permit2 by the contract that keeps their nonce", async () => {
  const { receipt: { payer, asset, requestHash, clientNonce } } = signedReceipt();
  const nonce = boundNonce(requestHash, clientNonce);
  for (const scheme of ["UPTO", "EXACT_PERMIT2"]) {
    assert.deepEqual(await failures(signedReceipt({ scheme, paymentId: paymentId(2, 84532, PERMIT2, payer, nonce) })), []);
    assert.deepEqual(await failures(signedReceipt({ scheme, paymentId: paymentId(1, 84532, asset, payer, nonce) })), ["payment"]);
  }
});

test("sees a payment that was made for another request", async () => {
  assert.deepEqual(await failures(signedReceipt({ requestHash: "0x" + "ab".repeat(32) })), ["payment"]);
});

for (const [member, value] of [["chainId", 1], ["verifyingContract", "0x" + "99".repeat(20)], ["name", "Verigrad Test"], ["version", "2"]]) {
  test(`refuses a receipt of another domain: ${member}`, async () => {
    const failed = await failures(signedReceipt(), ({ signed }) => (signed.domain[member] = value));
    assert.ok(failed.includes("domain"), failed.join());
  });
}

test("refuses the other signature of the same key, which no contract accepts", async () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const failed = await failures(signedReceipt(), ({ signed }) => {
    const raw = bytes(signed.signature);
    const s = BigInt(hex(raw.slice(32, 64)));
    signed.signature = hex([...raw.slice(0, 32), ...word(order - s), raw[64] === 27 ? 28 : 27]);
  });
  assert.deepEqual(failed, ["signature"]);
});

for (const signature of ["0x", "0x00", null, 7, "0x" + "00".repeat(65), "0x" + "ff".repeat(65), "<img src=x>"]) {
  test(`fails on the signature ${signature} and goes on`, async () => {
    assert.deepEqual(await failures(signedReceipt(), ({ signed }) => (signed.signature = signature)), ["signature"]);
  });
}

test("sees a proof of another batch", async () => {
  assert.deepEqual(await failures(signedReceipt(), ({ context }) => context.inclusion.proof.pop()), ["inclusion"]);
});

test("sees that the server names another root than the chain", async () => {
  const failed = await failures(signedReceipt(), ({ context }) => (context.inclusion = { ...context.inclusion, root: context.id, proof: [] }));
  assert.deepEqual(failed, ["batch"]);
});

for (const [name, spoil] of [
  ["an unknown key", answers => (answers.eth_call = hex(new Uint8Array(192)))],
  ["a key that had ended", answers => (answers.eth_call = replaced(answers.eth_call, 3, 1789999999))],
  ["a key that was not yet good", answers => (answers.eth_call = replaced(answers.eth_call, 2, 1790000001))],
  ["a revoked key", answers => (answers.eth_call = replaced(answers.eth_call, 4, 1790000000))],
]) {
  test(`sees ${name}`, async () => {
    assert.deepEqual(await failures(signedReceipt(), ({ answers }) => spoil(answers)), ["epoch"]);
  });
}

test("sees a claim above what the key may", async () => {
  assert.deepEqual(await failures(signedReceipt({ assurance: "WEIGHTS_BOUND" })), ["epoch"]);
});

test("accepts a receipt from before its key was revoked", async () => {
  const spoil = ({ answers }) => (answers.eth_call = replaced(answers.eth_call, 4, 1790000001));
  assert.deepEqual(await failures(signedReceipt(), spoil), []);
});

test("sees a transaction that charged something else", async () => {
  const failed = await failures(signedReceipt(), ({ answers }) => {
    const [log] = answers.eth_getTransactionReceipt.logs;
    log.data = replaced(log.data, 2, 1061);
  });
  assert.deepEqual(failed, ["record"]);
});

test("believes no log that another contract wrote", async () => {
  const failed = await failures(signedReceipt(), ({ answers }) =>
    answers.eth_getTransactionReceipt.logs.forEach(log => (log.address = "0x" + "99".repeat(20))));
  assert.deepEqual(failed, ["batch", "record"]);
});

test("sees a node of another chain", async () => {
  assert.deepEqual(await failures(signedReceipt(), ({ answers }) => (answers.eth_chainId = "0x1")), ["network"]);
});

test("asks nothing of a chain that is down, and says so", async () => {
  const found = await outcomes(signedReceipt(), ({ answers }) => Object.keys(answers).forEach(method => delete answers[method]));
  for (const name of ["network", "epoch", "batch", "record"]) assert.equal(found[name], "not asked");
  assert.equal(found.signature, "passed");
});

test("leaves open what a receipt alone cannot tell", async () => {
  const results = await verify(signedReceipt(), NETWORK);
  const open = results.filter(result => result.outcome === "not asked").map(result => result.name);
  assert.deepEqual(open, ["id", "inclusion", "network", "epoch", "batch", "record"]);
});

test("needs the nonce for a payment that is tied to nothing", async () => {
  const results = await verify(signedReceipt({ clientNonce: NONCE }), NETWORK);
  assert.equal(results.find(result => result.name === "payment").outcome, "not asked");
});

for (const garbage of [{ domain: {}, receipt: {}, signature: "", offer: { offer: {} } }, { domain: {}, receipt: { charge: "1e9" }, signature: [], offer: { offer: null } }]) {
  test(`fails on garbage without breaking: ${JSON.stringify(garbage)}`, async () => {
    const results = await verify(garbage, NETWORK);
    assert.equal(results.find(result => result.name === "signature").outcome, "failed");
  });
}

function replaced(data, index, value) {
  const raw = bytes(data);
  raw.set(word(value), 32 * index);
  return hex(raw);
}
