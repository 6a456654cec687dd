import assert from "node:assert/strict";
import { test } from "node:test";
import { authorization, authorizationDigest, choose, mismatches, toSign, typedData } from "../../../target/classes/META-INF/resources/verify/purchase.js";
import { addressOf, sign, signer } from "../../../target/classes/META-INF/resources/verify/signature.js";
import { approval, PERMIT2 } from "../../../target/classes/META-INF/resources/verify/permit2.js";
import { signedCall } from "../../../target/classes/META-INF/resources/verify/transaction.js";
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
const SETTLEMENT = "0x" + "3".repeat(40);
const HERE = { chainId: 84532, settlement: SETTLEMENT, assets: [USDC] };
const BY_USE = { ...TERMS, scheme: "upto", extra: { ...TERMS.extra, assetTransferMethod: "permit2", facilitatorAddress: SETTLEMENT } };

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

test("takes the cheapest terms of each scheme, the fixed price first", () => {
  const offered = [{ ...BY_USE, amount: "700" }, { ...TERMS, amount: "10000" }, { ...TERMS, amount: "900" }];
  assert.deepEqual(choose(offered, HERE).map(({ scheme, amount }) => [scheme, amount]), [["exact", "900"], ["upto", "700"]]);
});

// What viem makes of the same values.
test("signs up to a limit as Permit2 reads it, for Settlement only", () => {
  const { typedData: { message, types, domain }, digest, payload, paymentId: id } = toSign(BY_USE, PAYER, HASH, NONCE, 1790000000);
  assert.equal(digest, "0x752f8ed4e500faccbfed12a33fdafe8ee2d3eea0409a4036eb2fc6f8b6aefdc2");
  assert.equal(message.witness.facilitator, SETTLEMENT);
  assert.equal(message.deadline, "1790003600");
  assert.equal(message.nonce, String(BigInt(boundNonce(HASH, NONCE))));
  assert.deepEqual(Object.keys(types).sort(), ["EIP712Domain", "PermitWitnessTransferFrom", "TokenPermissions", "Witness"]);
  assert.deepEqual(domain, { name: "Permit2", chainId: 84532, verifyingContract: PERMIT2 });
  assert.equal(payload(sign(digest, KEY)).permit2Authorization.from, PAYER);
  assert.equal(id, paymentId(2, 84532, PERMIT2, PAYER, message.nonce));
});

test("signs the transaction that allows Permit2 as the chain reads it", () => {
  const call = approval(USDC, 50000n);
  assert.equal(signedCall({ nonce: "0x0", gasPrice: "0x3b9aca00", gas: "0xc350", ...call }, 84532, KEY), "0xf8ab80843b9aca0082c35094555555555555555555555555555555555555555580b844095ea7b3000000000000000000000000000000000022d473030f116ddee9f6b43ac78ba3000000000000000000000000000000000000000000000000000000000000c3508302948ba010acc502c1449905d99ddc6e6d3cc354a7630d2b3822ff08c8a0effc1891b830a04da0c4c1a74fd57ba74f25a855f7a706f28149528a85086e74c83dc195db7f2d");
  assert.equal(signedCall({ nonce: "0x80", gasPrice: "0x7", gas: "0xc350", ...call }, 1, KEY), "0xf8a581800782c35094555555555555555555555555555555555555555580b844095ea7b3000000000000000000000000000000000022d473030f116ddee9f6b43ac78ba3000000000000000000000000000000000000000000000000000000000000c35026a06f9623947ae2dde830c2da063550330a93f1f000b4472bc301131e4c1a2a64f7a0686e3127324208e4a349eb5e9ab6b256608c488123317e05568aebe551f087b6");
});

const REFUSED = [
  [{ scheme: "upto" }, /neither scheme/], [{ extra: { ...TERMS.extra, assetTransferMethod: "permit2" } }, /neither scheme/],
  [{ ...BY_USE, extra: { ...BY_USE.extra, facilitatorAddress: PAYER } }, /expected the Settlement contract/],
  [{ ...BY_USE, extra: { ...BY_USE.extra, facilitatorAddress: undefined } }, /expected the Settlement contract/],
  [{ network: "eip155:1" }, /expected eip155:84532/], [{ asset: "0x" + "6".repeat(40) }, /not one of this network/],
  [{ amount: "0" }, /costs 0/], [{ amount: "-1" }, /costs -1/], [{ amount: 500.5 }, /costs 500.5/], [{ maxTimeoutSeconds: 3601 }, /at most 3600/],
  [{ payTo: "me" }, /nobody/], [{ extra: {} }, /no EIP-712 domain/],
];

for (const [change, why] of REFUSED) {
  test(`does not take terms with ${JSON.stringify(change)}`, () => assert.throws(() => choose([{ ...TERMS, ...change }], HERE), why));
}

test("sees that a receipt is about something else", () => {
  const paid = toSign(TERMS, PAYER, HASH, NONCE, 1790000000);
  const purchase = { terms: TERMS, payer: PAYER, paymentId: paid.paymentId, requestHash: HASH, clientNonce: NONCE, modelDigest: HASH, assurance: "UNATTESTED" };
  const right = {
    requestHash: HASH, clientNonce: NONCE, payer: PAYER, payTo: TERMS.payTo, asset: USDC, modelDigest: HASH, cap: "500",
    paymentId: paymentId(1, 84532, USDC, PAYER, boundNonce(HASH, NONCE)), assurance: "UNATTESTED", scheme: "EXACT_EIP3009",
  };
  assert.deepEqual(mismatches(right, purchase), []);
  for (const member of Object.keys(right).filter(name => name !== "assurance")) {
    assert.equal(mismatches({ ...right, [member]: "0x00" }, purchase).length, 1, member);
  }
  assert.match(mismatches(right, { ...purchase, assurance: "ATTESTED_RUNTIME" }).join(), /asked for was/);
});
