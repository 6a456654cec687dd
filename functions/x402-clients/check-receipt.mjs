#!/usr/bin/env node
// Checks a receipt without a line of the services' code: EIP-712 and ecrecover by viem, SHA-256 by node.
//   node pay-v2.mjs ... | node check-receipt.mjs <chain id> <Settlement address> <path> <request body | @file> [enclave key]
// Reads what a pay script printed. Prints one line of JSON and exits 0 only if every check holds.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  hashStruct,
  hashTypedData,
  isAddressEqual,
  parseSignature,
  recoverAddress,
} from "viem";
import { text } from "./call.mjs";

const RECEIPT =
  "bytes32 requestHash,bytes32 responseHash,bytes32 modelDigest,bytes32 parametersHash,bytes32 runtimeDigest," +
  "bytes32 offerHash,bytes32 paymentId,bytes32 clientNonce,address payer,address payTo,address asset," +
  "address enclaveKey,uint128 cap,uint128 charge,uint64 inputUnits,uint64 outputUnits,uint64 sequence," +
  "uint64 issuedAt,uint8 scheme,uint8 finish,uint8 assurance";
const OFFER =
  "bytes32 modelDigest,address payTo,address asset,uint128 flatPrice,uint128 inputUnitPrice," +
  "uint128 outputUnitPrice,uint8 minAssurance,uint64 expiresAt";
const CODES = {
  scheme: { EXACT_EIP3009: 1, EXACT_PERMIT2: 2, UPTO: 3, CHANNEL: 4 },
  finish: { COMPLETE: 0, LENGTH: 1, REFUSED: 2, CANCELLED: 3, TOOL_CALL: 4 },
  assurance: { UNATTESTED: 0, FORWARDED: 1, ATTESTED_RUNTIME: 2, WEIGHTS_BOUND: 3 },
  minAssurance: { UNATTESTED: 0, FORWARDED: 1, ATTESTED_RUNTIME: 2, WEIGHTS_BOUND: 3, REEXECUTED: 4, PROVEN: 5 },
};
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const types = {
  Receipt: members(RECEIPT),
  Offer: members(OFFER),
};

function members(list) {
  return list.split(",").map(member => {
    const [type, name] = member.split(" ");
    return { type, name };
  });
}

/** The message as it is signed: enum names become their codes. */
function message(type, json) {
  return Object.fromEntries(
    types[type].map(({ name }) => [name, name in CODES ? CODES[name][json[name]] : json[name]]),
  );
}

function sha256(...parts) {
  const hash = createHash("sha256");
  parts.forEach(part => hash.update(part));
  return `0x${hash.digest("hex")}`;
}

/** The account that signed, or null: what ecrecover gives on chain for a signature in the one form that we accept. */
async function signer(hash, signature) {
  const { s, v } = parseSignature(signature);
  if (BigInt(s) > HALF_ORDER || (v !== 27n && v !== 28n)) {
    return null;
  }
  return recoverAddress({ hash, signature });
}

/** Every check of one answer, and what the receipt says. */
async function check(answer, chainId, settlement, path, request, enclaveKey) {
  const signed = JSON.parse(Buffer.from(answer.receipt, "base64").toString("utf8"));
  const receipt = message("Receipt", signed.receipt);
  const offer = message("Offer", signed.offer.offer);
  // The domain is ours: what the sender claims of it is compared and otherwise not used.
  const domain = { name: "Verigrad", version: "1", chainId: BigInt(chainId), verifyingContract: settlement };

  const receiptId = hashTypedData({ domain, types, primaryType: "Receipt", message: receipt });
  const offerDigest = hashTypedData({ domain, types, primaryType: "Offer", message: offer });
  const recovered = await signer(receiptId, signed.signature);
  const used =
    BigInt(offer.flatPrice) +
    BigInt(offer.inputUnitPrice) * BigInt(receipt.inputUnits) +
    BigInt(offer.outputUnitPrice) * BigInt(receipt.outputUnits);
  // Who pays for what was used pays the cap at most.
  const price = receipt.scheme === CODES.scheme.UPTO && used > BigInt(receipt.cap) ? BigInt(receipt.cap) : used;

  const checks = {
    domain:
      signed.domain.name === domain.name &&
      signed.domain.version === domain.version &&
      BigInt(signed.domain.chainId) === domain.chainId &&
      isAddressEqual(signed.domain.verifyingContract, settlement),
    signature: recovered !== null && isAddressEqual(recovered, receipt.enclaveKey),
    enclaveKey: enclaveKey === undefined || isAddressEqual(receipt.enclaveKey, enclaveKey),
    requestHash: sha256(`POST ${path}\n`, request) === receipt.requestHash,
    responseHash: sha256(Buffer.from(answer.body, "base64")) === receipt.responseHash,
    offerHash: hashStruct({ data: offer, types, primaryType: "Offer" }) === receipt.offerHash,
    offerSignature: recovered !== null && (await signer(offerDigest, signed.offer.signature)) === recovered,
    offerTerms:
      offer.modelDigest === receipt.modelDigest &&
      isAddressEqual(offer.payTo, receipt.payTo) &&
      isAddressEqual(offer.asset, receipt.asset),
    price: BigInt(receipt.charge) === price && BigInt(receipt.charge) <= BigInt(receipt.cap),
  };
  return {
    valid: Object.values(checks).every(Boolean),
    receiptId,
    paymentId: receipt.paymentId,
    signer: recovered,
    payer: receipt.payer,
    charge: String(receipt.charge),
    assurance: signed.receipt.assurance,
    checks,
  };
}

const [chainId, settlement, path, request, enclaveKey] = process.argv.slice(2);
if (request === undefined) {
  console.error("usage: <chain id> <Settlement address> <path> <request body | @file> [enclave key] < answer");
  process.exit(2);
}
let verdict;
try {
  const answer = JSON.parse(readFileSync(0, "utf8"));
  verdict =
    answer.status === 200 && answer.receipt
      ? await check(answer, chainId, settlement, path, text(request), enclaveKey)
      : { valid: false, problem: `expected an answer with a receipt, found status ${answer.status}` };
} catch (error) {
  verdict = { valid: false, problem: error.message };
}
console.log(JSON.stringify(verdict));
process.exitCode = verdict.valid ? 0 : 1;
