// Paying for one call: which terms are taken, what the payer signs, and whether the receipt is about just that.
import { bytes, hex, sameHex } from "./bytes.js";
import { atLeast, digest, walletTypes } from "./eip712.js";
import { boundNonce, BY_PERMIT2, EIP3009, paymentId } from "./payment.js";
import { permit, PERMIT2, permitDigest, permitPayload, permitTypedData } from "./permit2.js";

const TYPE = "TransferWithAuthorization";
const LONGEST_SECONDS = 3600;

/** Why terms are not of a way that is known here; empty if they are. */
function unknownWay(terms, settlement) {
  const method = terms?.extra?.assetTransferMethod ?? "eip3009";
  if (terms?.scheme === "exact" && method === "eip3009") return "";
  if (terms?.scheme !== "upto" || method !== "permit2") return "neither scheme exact by EIP-3009 nor upto by Permit2";
  // Anybody else could take the whole limit, whatever the receipt says.
  return sameHex(terms.extra.facilitatorAddress, settlement) ? "" : `taken by ${terms.extra.facilitatorAddress}, expected the Settlement contract ${settlement}`;
}

/** Why these terms are not taken; empty if they are. */
export function objection(terms, { chainId, settlement, assets }) {
  const way = unknownWay(terms, settlement);
  if (way) return way;
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

/**
 * The cheapest of the terms that can be taken for each scheme, exact before upto; an error that says for each why not.
 *
 * @param here chainId, the Settlement contract and the addresses of the tokens that are taken
 */
export function choose(accepts, here) {
  const taken = accepts.filter(terms => objection(terms, here) === "");
  if (taken.length === 0) throw new Error(accepts.map(terms => objection(terms, here)).join("; ") || "nothing is offered");
  return ["exact", "upto"]
    .map(scheme => taken.filter(terms => terms.scheme === scheme))
    .filter(terms => terms.length > 0)
    .map(ways => ways.reduce((best, terms) => (BigInt(terms.amount) < BigInt(best.amount) ? terms : best)));
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

function chainOf(terms) {
  return Number(terms.network.slice("eip155:".length));
}

function tokenDomain(terms) {
  return { name: terms.extra.name, version: terms.extra.version, chainId: chainOf(terms), verifyingContract: terms.asset };
}

/** The argument of eth_signTypedData_v4. */
export function typedData(terms, message) {
  return { types: walletTypes(TYPE), primaryType: TYPE, domain: tokenDomain(terms), message };
}

export function authorizationDigest(terms, message) {
  return digest(TYPE, tokenDomain(terms), message);
}

/** What a payer is to sign for these terms: for a wallet and as a digest; the payment's id, and its payload once it is signed. */
export function toSign(terms, from, requestHash, clientNonce, nowSeconds) {
  if (terms.scheme === "upto") {
    const message = permit(terms, from, requestHash, clientNonce, nowSeconds);
    return {
      paymentId: paymentId(BY_PERMIT2, chainOf(terms), PERMIT2, from, message.nonce),
      typedData: permitTypedData(terms, message),
      digest: permitDigest(terms, message),
      payload: signature => permitPayload(message, signature),
    };
  }
  const message = authorization(terms, from, requestHash, clientNonce, nowSeconds);
  return {
    paymentId: paymentId(EIP3009, chainOf(terms), terms.asset, from, message.nonce),
    typedData: typedData(terms, message),
    digest: authorizationDigest(terms, message),
    payload: signature => ({ signature, authorization: message }),
  };
}

/** What of a receipt is not what was bought: the request, the payer, the price, the payee. */
export function mismatches(receipt, { terms, payer, paymentId: id, requestHash, clientNonce, modelDigest, assurance }) {
  const wanted = [
    ["requestHash", requestHash], ["clientNonce", clientNonce], ["payer", payer], ["payTo", terms.payTo],
    ["asset", terms.asset], ["paymentId", id], ["modelDigest", modelDigest],
  ];
  const other = wanted.filter(([member, value]) => value && !sameHex(receipt[member], value)).map(([member]) => `${member} is not that of this call`);
  if (receipt.scheme !== (terms.scheme === "upto" ? "UPTO" : "EXACT_EIP3009")) other.push("it was paid in another way than was signed");
  if (receipt.cap !== terms.amount) other.push("the price is not the one that was signed");
  if (!atLeast(receipt.assurance, assurance)) other.push(`it claims ${receipt.assurance}, asked for was ${assurance}`);
  return other;
}

/** 32 random bytes that nobody can guess. */
export function freshNonce() {
  return hex(crypto.getRandomValues(new Uint8Array(32)));
}
