// Who signed: ecrecover, for signatures in the one form that the contracts accept.
import { secp256k1 } from "../vendor/@noble/curves/secp256k1.js";
import { bytes, hex, keccak } from "./bytes.js";

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
