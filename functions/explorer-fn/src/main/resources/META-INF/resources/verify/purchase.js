// Paying for one call: which terms are taken, what the payer signs, and whether the receipt is about just that.
import { bytes, hex, sameHex } from "./bytes.js";
import { atLeast, digest, walletTypes } from "./eip712.js";
import { boundNonce, paymentId } from "./payment.js";

const EIP3009 = 1;
const TYPE = "TransferWithAuthorization";
const LONGEST_SECONDS = 3600;

/** Why these terms are not taken; empty if they are. */
export function objection(terms, chainId, assets) {
  if (terms?.scheme !== "exact" || (terms.extra?.assetTransferMethod ?? "eip3009") !== "eip3009") return "not scheme exact by EIP-3009";
  if (terms.network !== `eip155:${chainId}`) return `on ${terms.network}, expected eip155:${chainId}`;
  if (!assets.some(asset => sameHex(asset, terms.asset))) return `asset ${terms.asset} is not one of this network`;
  if (!/^[1-9]\d{0,38}$/.test(terms.amount)) return `costs ${terms.amount}, expected a whole number above 0`;
  if (!Number.isInteger(terms.maxTimeoutSeconds) || terms.maxTimeoutSeconds < 1 || terms.maxTimeoutSeconds > LONGEST_SECONDS) {
    return `to be signed for ${terms.maxTimeoutSeconds} s, expected at most ${LONGEST_SECONDS}`;
  }
  try {
    bytes(terms.payTo, 20);
  } catch {
    return "names nobody who is paid";
  }
  const named = text => typeof text === "string" && text.length > 0;
  return named(terms.extra?.name) && named(terms.extra.version) ? "" : "names no EIP-712 domain of the token";
}

/** The cheapest of the terms that can be taken; an error that says for each why not. */
export function choose(accepts, chainId, assets) {
  const taken = accepts.filter(terms => objection(terms, chainId, assets) === "");
  if (taken.length === 0) throw new Error(accepts.map(terms => objection(terms, chainId, assets)).join("; ") || "nothing is offered");
  return taken.reduce((best, terms) => (BigInt(terms.amount) < BigInt(best.amount) ? terms : best));
}

/** What the payer signs: a transfer that is good for this one request only. */
export function authorization(terms, from, requestHash, clientNonce, nowSeconds) {
  return {
    from,
    to: terms.payTo,
    value: terms.amount,
    validAfter: "0",
    validBefore: String(nowSeconds + terms.maxTimeoutSeconds),
    nonce: boundNonce(requestHash, clientNonce),
  };
}

function tokenDomain(terms) {
  const chainId = Number(terms.network.slice("eip155:".length));
  return { name: terms.extra.name, version: terms.extra.version, chainId, verifyingContract: terms.asset };
}

/** The argument of eth_signTypedData_v4. */
export function typedData(terms, message) {
  return { types: walletTypes(TYPE), primaryType: TYPE, domain: tokenDomain(terms), message };
}

export function authorizationDigest(terms, message) {
  return digest(TYPE, tokenDomain(terms), message);
}

/** What of a receipt is not what was bought: the request, the payer, the price, the payee. */
export function mismatches(receipt, { terms, authorization: paid, requestHash, clientNonce, modelDigest, assurance }) {
  const id = paymentId(EIP3009, Number(terms.network.slice("eip155:".length)), terms.asset, paid.from, paid.nonce);
  const wanted = [
    ["requestHash", requestHash], ["clientNonce", clientNonce], ["payer", paid.from], ["payTo", terms.payTo],
    ["asset", terms.asset], ["paymentId", id], ["modelDigest", modelDigest],
  ];
  const other = wanted.filter(([member, value]) => value && !sameHex(receipt[member], value)).map(([member]) => `${member} is not that of this call`);
  if (receipt.cap !== terms.amount) other.push("the price is not the one that was signed");
  if (!atLeast(receipt.assurance, assurance)) other.push(`it claims ${receipt.assurance}, asked for was ${assurance}`);
  return other;
}

/** 32 random bytes that nobody can guess. */
export function freshNonce() {
  return hex(crypto.getRandomValues(new Uint8Array(32)));
}
