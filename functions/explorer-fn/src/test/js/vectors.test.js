// The vectors that Java and Solidity assert too; they were written by an independent implementation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytes, hex, sameHex } from "../../../target/classes/META-INF/resources/verify/bytes.js";
import { digest, domainSeparator, structHash, typeHash } from "../../../target/classes/META-INF/resources/verify/eip712.js";
import { root } from "../../../target/classes/META-INF/resources/verify/merkle.js";
import * as payment from "../../../target/classes/META-INF/resources/verify/payment.js";
import { signer } from "../../../target/classes/META-INF/resources/verify/signature.js";

const vectors = JSON.parse(readFileSync(new URL("../../../../../contracts/vectors/verigrad.json", import.meta.url), "utf8"));

for (const vector of [...vectors.messages, ...vectors.streamMessages]) {
  test(`hashes the ${vector.name} and recovers its signer`, () => {
    assert.equal(hex(typeHash(vector.type)), vector.typeHash);
    assert.equal(hex(domainSeparator(vector.domain)), vector.domainSeparator);
    assert.equal(hex(structHash(vector.type, vector.message)), vector.structHash);
    assert.equal(digest(vector.type, vector.domain, vector.message), vector.digest);
    assert.ok(sameHex(signer(vector.digest, vector.signature), vectors.signer.address));
  });
}

test("names each payment", () => {
  for (const { kind, chainId, verifier, from, nonce, paymentId } of vectors.paymentIds) {
    assert.equal(payment.paymentId(kind, chainId, verifier, from, nonce), paymentId);
  }
});

test("hashes each request and each response", () => {
  for (const { method, path, body, requestHash } of vectors.requests) {
    assert.equal(payment.requestHash(method, path, bytes(body)), requestHash);
  }
  for (const { body, responseHash } of vectors.responses) {
    assert.equal(payment.responseHash(bytes(body)), responseHash);
  }
});

test("ties a payment to its request", () => {
  for (const { requestHash, clientNonce, nonce } of vectors.clientNonces) {
    assert.equal(payment.boundNonce(requestHash, clientNonce), nonce);
  }
});

test("computes each root", () => {
  for (const vector of vectors.roots) {
    assert.equal(root(vector.leaves), vector.root);
  }
});
