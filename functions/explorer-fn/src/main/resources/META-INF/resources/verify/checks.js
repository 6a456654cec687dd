// Every check of a receipt, made here from its bytes. What a server says of it is compared, never believed.
import { hex, sameHex } from "./bytes.js";
import { BATCH_SETTLED, ChainSilent, RECEIPT_REJECTED, RECEIPT_SETTLED, settled } from "./chain.js";
import { code, digest, structHash } from "./eip712.js";
import { climb } from "./merkle.js";
import { boundNonce, BY_PERMIT2, EIP3009, paymentId } from "./payment.js";
import { PERMIT2 } from "./permit2.js";
import { signer } from "./signature.js";
import { saying } from "./tokens.js";

export const PASSED = "passed";
export const FAILED = "failed";
export const NOT_ASKED = "not asked";

function passed(detail, exact) {
  return { outcome: PASSED, detail, exact };
}

function failed(detail, exact) {
  return { outcome: FAILED, detail, exact };
}

function notAsked(detail) {
  return { outcome: NOT_ASKED, detail };
}

/** Runs one check: a value that cannot be read fails it, a silent chain leaves it open. */
async function run(name, title, check) {
  let result;
  try {
    result = await check();
  } catch (problem) {
    result = problem instanceof ChainSilent ? notAsked(problem.message) : failed(`unreadable: ${problem.message}`);
  }
  return { name, title, ...result };
}

function checkDomain({ domain }, network) {
  if (domain.name !== "Verigrad" || domain.version !== "1") return failed("it was signed for another application");
  if (String(domain.chainId) !== String(network.chainId)) {
    return failed(`it was signed for chain ${domain.chainId}, not for ${network.chainId}`);
  }
  if (!sameHex(domain.verifyingContract, network.settlement)) return failed("it was signed for another Settlement contract");
  return passed(`chain ${network.chainId}, contract ${network.settlement}`);
}

function checkSignature(signed) {
  const recovered = signer(digest("Receipt", signed.domain, signed.receipt), signed.signature);
  if (recovered === null) return failed("no key can have made this signature");
  return sameHex(recovered, signed.receipt.enclaveKey)
    ? passed(`signed by ${recovered}, the key that the receipt names`)
    : failed(`another key signed, or the receipt was changed afterwards (${recovered})`);
}

function checkId(signed, expectedId) {
  if (!expectedId) return notAsked("no id was given to compare with");
  const id = digest("Receipt", signed.domain, signed.receipt);
  return sameHex(id, expectedId) ? passed(id) : failed(`the content's id is ${id}, not the one that was asked for`);
}

function checkOffer({ receipt, offer, domain }) {
  const terms = offer.offer;
  if (!sameHex(hex(structHash("Offer", terms)), receipt.offerHash)) return failed("the receipt names another offer");
  const recovered = signer(digest("Offer", domain, terms), offer.signature);
  if (!sameHex(recovered, receipt.enclaveKey)) return failed("the enclave did not sign this offer");
  for (const member of ["modelDigest", "payTo", "asset"]) {
    if (!sameHex(terms[member], receipt[member])) return failed(`${member} is not what the offer said`);
  }
  if (BigInt(receipt.issuedAt) > BigInt(terms.expiresAt)) return failed("the offer had ended");
  if (code("assurance", receipt.assurance) < code("minAssurance", terms.minAssurance)) {
    return failed("the receipt claims less than the offer promised");
  }
  return passed("signed beforehand by the same key, for this model, payee and token");
}

function checkPrice({ receipt, offer }, { assets }) {
  const say = saying(receipt.asset, assets);
  const price =
    BigInt(offer.offer.flatPrice) +
    BigInt(offer.offer.inputUnitPrice) * BigInt(receipt.inputUnits) +
    BigInt(offer.offer.outputUnitPrice) * BigInt(receipt.outputUnits);
  if (BigInt(receipt.charge) > BigInt(receipt.cap)) return failed(...say`it charges ${receipt.charge}, authorised were ${receipt.cap}`);
  // Who pays for what was used pays the cap at most.
  if ((receipt.scheme === "UPTO" || isByChannel(receipt)) && price > BigInt(receipt.cap)) {
    return BigInt(receipt.charge) === BigInt(receipt.cap)
      ? passed(...say`${receipt.cap}, the most that was authorised; the offer says ${price}`)
      : failed(...say`it charges ${receipt.charge}, expected ${receipt.cap}`);
  }
  return BigInt(receipt.charge) === price
    ? passed(...say`${price}, as the offer says`)
    : failed(...say`it charges ${receipt.charge}, the offer says ${price}`);
}

/** The kind of a payment's id and the contract that keeps its nonce; nothing where one payment is no transfer of its own. */
function namer({ scheme, asset }) {
  if (scheme === "EXACT_EIP3009") return [EIP3009, asset];
  return scheme === "EXACT_PERMIT2" || scheme === "UPTO" ? [BY_PERMIT2, PERMIT2] : [];
}

function checkPayment({ receipt, domain }, nonce) {
  const [kind, verifier] = namer(receipt);
  if (!kind) return notAsked("only payments by EIP-3009 and Permit2 can be named here");
  const bound = boundNonce(receipt.requestHash, receipt.clientNonce);
  if (bound === null && !nonce) return notAsked("the client did not tie its payment to the request");
  const id = paymentId(kind, domain.chainId, verifier, receipt.payer, bound ?? nonce);
  if (!sameHex(id, receipt.paymentId)) return failed("payer, nonce and the contract that keeps it give another payment id");
  return passed(bound === null ? "payer, nonce and the contract that keeps it give this payment id" : "the payment is good for this request only");
}

/** A channel is claimed up to a call, with all before it: the chain names no receipt then. */
function isByChannel(receipt) {
  return receipt.scheme === "CHANNEL";
}

const CLAIMED = "calls of a channel are claimed together, and the chain names none of them";

function checkInclusion(id, { receipt }, inclusion) {
  if (isByChannel(receipt)) return notAsked(CLAIMED);
  if (!inclusion) return notAsked("it is in no batch yet");
  return sameHex(climb(id, inclusion.proof), inclusion.root)
    ? passed(`${inclusion.proof.length} steps lead to ${inclusion.root}`)
    : failed("the proof does not lead to the batch's root");
}

async function checkNetwork(chain, network) {
  if (!chain) return notAsked("no chain was named in the settings");
  const found = await chain.chainId();
  return found === BigInt(network.chainId) ? passed(`chain ${found}`) : failed(`the node is on chain ${found}, not on ${network.chainId}`);
}

async function checkEpoch(chain, network, { receipt }) {
  if (!chain) return notAsked("no chain was named in the settings");
  const epoch = await chain.epochOf(network.enclaveRegistry, receipt.enclaveKey);
  if (epoch === null) return failed("nobody registered this key");
  const at = BigInt(receipt.issuedAt);
  if (at < epoch.validFrom || at >= epoch.validUntil) return failed("the key's epoch does not cover the time of the receipt");
  if (epoch.revokedAt !== 0n && at >= epoch.revokedAt) return failed("the key had been revoked");
  if (code("assurance", receipt.assurance) > epoch.maxAssurance) return failed("the receipt claims more than the key may");
  return passed("registered, and good when the receipt was issued");
}

function logOf(logs, id) {
  return logs.find(log => [RECEIPT_SETTLED, RECEIPT_REJECTED].includes(log.topics[0]) && sameHex(log.topics[1], id));
}

async function checkRecord(chain, network, signed, id, inclusion) {
  if (isByChannel(signed.receipt)) return notAsked(CLAIMED);
  if (!chain) return notAsked("no chain was named in the settings");
  if (!inclusion?.transaction) return notAsked("it is in no transaction yet");
  const logs = await chain.settlementLogs(network.settlement, inclusion.transaction);
  if (logs === null) return notAsked("the transaction is in no block yet");
  const log = logOf(logs, id);
  if (!log) return failed("the transaction says nothing of this receipt");
  if (log.topics[0] === RECEIPT_REJECTED) return passed("the contract rejected it and charged nothing");
  const record = settled(log);
  const { receipt } = signed;
  const say = saying(receipt.asset, network.assets);
  if (!sameHex(record.paymentId, receipt.paymentId) || !sameHex(record.payer, receipt.payer)) return failed("it was settled for another payment");
  if (!sameHex(record.asset, receipt.asset)) return failed("it was paid in another token");
  if (record.charge !== BigInt(receipt.charge)) return failed(...say`the chain charged ${record.charge}, the receipt says ${receipt.charge}`);
  const shares = record.hostShare + record.operatorShare + record.validatorShare + record.treasuryShare;
  if (shares !== record.charge) return failed(...say`the shares add up to ${shares}, not to ${record.charge}`);
  return passed(...say`charged ${record.charge} once, shared without remainder`);
}

async function checkBatch(chain, network, { receipt }, inclusion) {
  if (isByChannel(receipt)) return notAsked(CLAIMED);
  if (!chain) return notAsked("no chain was named in the settings");
  if (!inclusion?.transaction) return notAsked("it is in no transaction yet");
  const logs = await chain.settlementLogs(network.settlement, inclusion.transaction);
  if (logs === null) return notAsked("the transaction is in no block yet");
  return logs.some(log => log.topics[0] === BATCH_SETTLED && sameHex(log.topics[1], inclusion.root))
    ? passed("the contract settled a batch of this root in this transaction")
    : failed("the transaction settled no batch of this root");
}

/**
 * Checks a signed receipt. Each result is {name, title, outcome, detail}, and {exact} where the detail names a token's amounts.
 *
 * @param signed   {domain, receipt, signature, offer: {offer, signature}}
 * @param network  {chainId, settlement, enclaveRegistry}: what the reader trusts; {assets}: names of tokens, for words only
 * @param context  {id, nonce, inclusion: {root, proof, transaction}}: what was said of it; may be empty
 * @param chain    a Chain, or null
 * @param report   called with each check as soon as it is done
 */
export async function verify(signed, network, context = {}, chain = null, report = () => {}) {
  const { inclusion } = context;
  const id = () => digest("Receipt", signed.domain, signed.receipt);
  const checks = [
    ["domain", "Signed for this network", () => checkDomain(signed, network)],
    ["signature", "Signed by its enclave key", () => checkSignature(signed)],
    ["id", "Is the receipt it is called", () => checkId(signed, context.id)],
    ["offer", "Names a signed offer", () => checkOffer(signed)],
    ["price", "Charges what the offer says", () => checkPrice(signed, network)],
    ["payment", "Belongs to its payment", () => checkPayment(signed, context.nonce)],
    ["inclusion", "Is in its batch", () => checkInclusion(id(), signed, inclusion)],
    ["network", "The node is on this chain", () => checkNetwork(chain, network)],
    ["epoch", "The key was good at that time", () => checkEpoch(chain, network, signed)],
    ["batch", "The batch is on chain", () => checkBatch(chain, network, signed, inclusion)],
    ["record", "The chain charged the same", () => checkRecord(chain, network, signed, id(), inclusion)],
  ];
  const results = [];
  for (const [name, title, check] of checks) {
    const result = await run(name, title, check);
    results.push(result);
    report(result);
  }
  return results;
}

/** How many checks had which outcome. */
export function summary(results) {
  const count = outcome => results.filter(result => result.outcome === outcome).length;
  return { passed: count(PASSED), failed: count(FAILED), notAsked: count(NOT_ASKED) };
}
