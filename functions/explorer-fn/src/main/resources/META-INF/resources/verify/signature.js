// Who signed: ecrecover, for signatures in the one form that the contracts accept.
import { secp256k1 } from "../vendor/@noble/curves/secp256k1.js";
import { bytes, concat, hex, keccak } from "./bytes.js";

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** The address whose key signed this digest, or null: high s and v other than 27 and 28 are nobody's. */
export function signer(digest, signature) {
  const raw = bytes(signature, 65);
  const v = raw[64];
  const s = BigInt(hex(raw.slice(32, 64)));
  if ((v !== 27 && v !== 28) || s > HALF_ORDER) return null;
  try {
    const recovered = secp256k1.Signature.fromBytes(raw.slice(0, 64), "compact").addRecoveryBit(v - 27);
    const point = recovered.recoverPublicKey(bytes(digest, 32));
    return hex(keccak(point.toBytes(false).slice(1)).slice(12));
  } catch {
    return null; // no point of the curve
  }
}

/** The address of a private key. */
export function addressOf(key) {
  return hex(keccak(secp256k1.getPublicKey(bytes(key, 32), false).slice(1)).slice(12));
}

/** Signs a digest, in the one form that the contracts accept. */
export function sign(digest, key) {
  const raw = secp256k1.sign(bytes(digest, 32), bytes(key, 32), { prehash: false, format: "recovered" });
  return hex(concat(raw.slice(1), Uint8Array.of(27 + raw[0])));
}
