// Paying what a call uses, up to a limit: what Permit2 has a payer sign, and that Permit2 may take the token at all.
import { addressWord, bytes, concat, hex, keccak, utf8, word } from "./bytes.js";
import { boundNonce } from "./payment.js";

/** At this address on every chain; it keeps the nonces and is what payers approve their tokens to. */
export const PERMIT2 = "0x000000000022d473030f116ddee9f6b43ac78ba3";
/** x402's proxy that takes at most what was signed, for the facilitator that was signed. */
export const UPTO_PROXY = "0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002";

const TYPES = {
  EIP712Domain: "string name,uint256 chainId,address verifyingContract",
  PermitWitnessTransferFrom: "TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Witness witness",
  TokenPermissions: "address token,uint256 amount",
  Witness: "address to,address facilitator,uint256 validAfter",
};
const TYPE = "PermitWitnessTransferFrom";
const type = name => `${name}(${TYPES[name]})`;
const hash = (types, ...words) => keccak(keccak(utf8(types)), ...words);

function chainOf(terms) {
  return Number(terms.network.slice("eip155:".length));
}

/** A transfer of at most the offered amount, which only the offer's facilitator can have made, good for one request only. */
export function permit(terms, from, requestHash, clientNonce, nowSeconds) {
  return {
    from,
    permitted: { token: terms.asset, amount: terms.amount },
    spender: UPTO_PROXY,
    nonce: String(BigInt(boundNonce(requestHash, clientNonce))),
    deadline: String(nowSeconds + terms.maxTimeoutSeconds),
    witness: { to: terms.payTo, facilitator: terms.extra.facilitatorAddress, validAfter: "0" },
  };
}

/** The argument of eth_signTypedData_v4; the payer is who signs, and no member. */
export function permitTypedData(terms, { from: _, ...message }) {
  const types = Object.fromEntries(Object.entries(TYPES).map(([name, members]) => [name, members.split(",").map(member => {
    const [memberType, memberName] = member.split(" ");
    return { name: memberName, type: memberType };
  })]));
  return { types, primaryType: TYPE, domain: { name: "Permit2", chainId: chainOf(terms), verifyingContract: PERMIT2 }, message };
}

export function permitDigest(terms, { permitted, spender, nonce, deadline, witness }) {
  const domain = hash(type("EIP712Domain"), keccak(utf8("Permit2")), word(chainOf(terms)), addressWord(PERMIT2));
  const permissions = hash(type("TokenPermissions"), addressWord(permitted.token), word(permitted.amount));
  const bound = hash(type("Witness"), addressWord(witness.to), addressWord(witness.facilitator), word(witness.validAfter));
  const all = type(TYPE) + type("TokenPermissions") + type("Witness");
  const message = hash(all, permissions, addressWord(spender), word(nonce), word(deadline), bound);
  return hex(keccak(concat(Uint8Array.of(0x19, 0x01), domain, message)));
}

/** How much of a token Permit2 may take from a payer. */
export async function allowance(chain, asset, payer) {
  return BigInt(await chain.read(asset, "allowance(address,address)", addressWord(payer), addressWord(PERMIT2)));
}

/** The call that lets Permit2 take this much of a token. */
export function approval(asset, amount) {
  const selector = keccak(utf8("approve(address,uint256)")).slice(0, 4);
  return { to: asset, data: hex(concat(selector, addressWord(PERMIT2), word(amount))) };
}

/** The payload of x402 for a signed permit. */
export function permitPayload(message, signature) {
  bytes(signature, 65);
  return { signature, permit2Authorization: message };
}
