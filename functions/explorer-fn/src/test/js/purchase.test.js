import assert from "node:assert/strict";
import { test } from "node:test";
import { authorization, authorizationDigest, choose, mismatches, typedData } from "../../../target/classes/META-INF/resources/verify/purchase.js";
import { addressOf, sign, signer } from "../../../target/classes/META-INF/resources/verify/signature.js";
import { boundNonce, paymentId } from "../../../target/classes/META-INF/resources/verify/payment.js";

const USDC = "0x" + "5".repeat(40);
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const PAYER = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8"; // the second account of the test mnemonic
const HASH = "0x" + "1".repeat(64);
const NONCE = "0x" + "8".repeat(64);
const TERMS = {
  scheme: "exact", network: "eip155:84532", amount: "500", asset: USDC, payTo: "0x" + "4".repeat(40),
  maxTimeoutSeconds: 3600, extra: { name: "USDC", version: "2" },
};

test("signs a transfer for this request only, as the payer", () => {
  const message = authorization(TERMS, PAYER, HASH, NONCE, 1790000000);
  assert.equal(message.nonce, boundNonce(HASH, NONCE));
  assert.equal(message.validBefore, "1790003600");
  assert.equal(addressOf(KEY), PAYER);
  assert.equal(signer(authorizationDigest(TERMS, message), sign(authorizationDigest(TERMS, message), KEY)), PAYER);
});

test("tells wallets the types of the token", () => {
  const { types, primaryType, domain } = typedData(TERMS, {});
  assert.equal(primaryType, "TransferWithAuthorization");
  assert.deepEqual(types.TransferWithAuthorization.map(({ type, name }) => `${type} ${name}`).join(), "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce");
  assert.deepEqual(types.EIP712Domain.map(({ name }) => name), ["name", "version", "chainId", "verifyingContract"]);
  assert.deepEqual(domain, { name: "USDC", version: "2", chainId: 84532, verifyingContract: USDC });
});

test("takes the cheapest terms", () => {
  assert.equal(choose([{ ...TERMS, amount: "10000" }, { ...TERMS, amount: "900" }], 84532, [USDC]).amount, "900");
});

const REFUSED = [
  [{ scheme: "upto" }, /not scheme exact/], [{ extra: { ...TERMS.extra, assetTransferMethod: "permit2" } }, /not scheme exact/],
  [{ network: "eip155:1" }, /expected eip155:84532/], [{ asset: "0x" + "6".repeat(40) }, /not one of this network/],
  [{ amount: "0" }, /costs 0/], [{ amount: "-1" }, /costs -1/], [{ amount: 500.5 }, /costs 500.5/], [{ maxTimeoutSeconds: 3601 }, /at most 3600/],
  [{ payTo: "me" }, /nobody/], [{ extra: {} }, /no EIP-712 domain/],
];

for (const [change, why] of REFUSED) {
  test(`does not take terms with ${JSON.stringify(change)}`, () => assert.throws(() => choose([{ ...TERMS, ...change }], 84532, [USDC]), why));
}

test("sees that a receipt is about something else", () => {
  const paid = authorization(TERMS, PAYER, HASH, NONCE, 1790000000);
  const purchase = { terms: TERMS, authorization: paid, requestHash: HASH, clientNonce: NONCE, modelDigest: HASH, assurance: "UNATTESTED" };
  const right = {
    requestHash: HASH, clientNonce: NONCE, payer: PAYER, payTo: TERMS.payTo, asset: USDC, modelDigest: HASH, cap: "500",
    paymentId: paymentId(1, 84532, USDC, PAYER, paid.nonce), assurance: "UNATTESTED",
  };
  assert.deepEqual(mismatches(right, purchase), []);
  for (const member of Object.keys(right).filter(name => name !== "assurance")) {
    assert.equal(mismatches({ ...right, [member]: "0x00" }, purchase).length, 1, member);
  }
  assert.match(mismatches(right, { ...purchase, assurance: "ATTESTED_RUNTIME" }).join(), /asked for was/);
});
