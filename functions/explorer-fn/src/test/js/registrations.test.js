import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addressWord, bytes, concat, hex, keccak, utf8, word } from "../../../target/classes/META-INF/resources/verify/bytes.js";
import { Chain, ChainSilent } from "../../../target/classes/META-INF/resources/verify/chain.js";
import { digest } from "../../../target/classes/META-INF/resources/verify/eip712.js";
import { registerCall, registrationOf } from "../../../target/classes/META-INF/resources/verify/registrations.js";
import { addressOf, sign } from "../../../target/classes/META-INF/resources/verify/signature.js";

const { messages } = JSON.parse(readFileSync(new URL("../../../../../contracts/vectors/verigrad.json", import.meta.url)));
const { domain, message, signature } = messages.find(({ type }) => type === "EnclaveRegistration");
const REGISTRY = domain.verifyingContract;
const SIGNED = digest("EnclaveRegistration", domain, message);
const KEYS = ["0x" + "11".repeat(32), "0x" + "22".repeat(32)];
const VALIDATORS = KEYS.map(addressOf);
const ENDORSED = KEYS.map(key => sign(SIGNED, key));
const REGISTER = keccak(utf8("register((address,bytes32,bytes32,bytes32,address,uint8,uint64,uint64),bytes,bytes[])")).slice(0, 4);
const REGISTERED = hex(keccak(utf8("EnclaveRegistered(address,address,bytes32,bytes32,bytes32,uint8,uint64,uint64)")));

function dynamic(content) {
  const raw = bytes(content);
  return concat(word(raw.length), raw, new Uint8Array((32 - (raw.length % 32)) % 32));
}

function call(claims, own, endorsements) {
  const key = dynamic(own);
  const each = endorsements.map(dynamic);
  let at = 32 * each.length;
  const offsets = each.map(one => {
    const offset = word(at);
    at += one.length;
    return offset;
  });
  return hex(concat(REGISTER, addressWord(claims.enclaveKey), bytes(claims.measurementSet), bytes(claims.evidenceDigest), bytes(claims.policyDigest),
    addressWord(claims.operator), word(claims.maxAssurance), word(claims.validFrom), word(claims.validUntil),
    word(320), word(320 + key.length), key, word(each.length), ...offsets, ...each));
}

function event(claims) {
  return { address: REGISTRY, topics: [REGISTERED, hex(addressWord(claims.enclaveKey))], blockNumber: "0x7", transactionHash: "0x" + "ab".repeat(32),
    data: hex(concat(bytes(claims.evidenceDigest), bytes(claims.policyDigest), word(claims.maxAssurance), word(claims.validFrom), word(claims.validUntil))) };
}

function read(transaction, logs = [event(message)]) {
  const chain = new Chain("http://node", async (url, request) => {
    const { id, method } = JSON.parse(request.body);
    return { text: async () => JSON.stringify({ jsonrpc: "2.0", id, result: method === "eth_getLogs" ? logs : transaction }) };
  });
  return registrationOf(chain, { chainId: domain.chainId, registry: REGISTRY }, message.enclaveKey);
}

test("recovers the key and the validators that signed a registration", async () => {
  const found = await read({ to: REGISTRY, input: call(message, signature, ENDORSED) });
  assert.deepEqual(found.signers, VALIDATORS);
  assert.equal(found.keySigned, true);
  assert.deepEqual([found.evidenceDigest, found.policyDigest, found.block], [message.evidenceDigest, message.policyDigest, "7"]);
});

test("recovers nobody known from signatures under other claims", async () => {
  const longer = { ...message, validUntil: "1790090000" };
  const found = await read({ to: REGISTRY, input: call(longer, signature, ENDORSED) });
  assert.equal(found.keySigned, false);
  assert.ok(found.signers.every(signer => !VALIDATORS.includes(signer)));
});

test("counts no signature that has another length", async () => {
  const found = await read({ to: REGISTRY, input: call(message, "0x00", ["0x1234", ENDORSED[1]]) });
  assert.deepEqual([found.signers, found.keySigned], [[VALIDATORS[1]], false]);
});

test("refuses a transaction that is not the event's", async () => {
  const other = { ...message, evidenceDigest: "0x" + "00".repeat(32) };
  await assert.rejects(read({ to: REGISTRY, input: call(other, signature, ENDORSED) }), ChainSilent);
  await assert.rejects(read(null), ChainSilent);
});

test("says that it does not know who signed through another contract", async () => {
  for (const sent of [{ to: VALIDATORS[0], input: call(message, signature, ENDORSED) }, { to: REGISTRY, input: "0x12345678" }, { to: null }]) {
    const found = await read(sent);
    assert.deepEqual([found.signers, found.keySigned, found.evidenceDigest], [null, null, message.evidenceDigest]);
  }
});

test("finds no registration where there is none", async () => {
  assert.equal(await read(null, []), null);
});

test("refuses a call that is cut, at whatever byte, and sizes beyond it", () => {
  const whole = call(message, signature, ENDORSED);
  const end = whole.length - 2 * 31; // the last words are padding after a signature of 65 bytes
  for (let length = 10; length < end; length += 2) assert.throws(() => registerCall(whole.slice(0, length)), Error, `${length}`);
  const grown = bytes(whole);
  grown.fill(0xff, 4 + 32 * 9, 4 + 32 * 10);
  assert.throws(() => registerCall(hex(grown)), RangeError);
});
