// What names a payment and ties it to a request.
import { addressWord, bytes, hex, keccak, sha256, utf8, word } from "./bytes.js";

/** What names a payment by its scheme: the kind, and what keeps the nonces where it is not the token. */
export const EIP3009 = 1;
export const BY_PERMIT2 = 2;
const ZERO = "0x" + "0".repeat(64);

/** kind 1 is EIP-3009 and its verifier the token; 2 is Permit2; 4 is a contract's request, its nonce the request id. */
export function paymentId(kind, chainId, verifier, from, nonce) {
  return hex(keccak(word(kind), word(chainId), addressWord(verifier), addressWord(from), word(BigInt(nonce))));
}

/** The nonce of a payment that its client tied to one request, or null where the client tied nothing. */
export function boundNonce(requestHash, clientNonce) {
  return clientNonce === ZERO ? null : hex(sha256(bytes(requestHash, 32), bytes(clientNonce, 32)));
}

export function requestHash(method, path, body) {
  return hex(sha256(utf8(`${method} ${path}\n`), body));
}

export function responseHash(body) {
  return hex(sha256(body));
}
