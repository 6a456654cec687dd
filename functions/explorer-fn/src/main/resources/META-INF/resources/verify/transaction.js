// A transaction of a key that the page itself has (the test wallet's): signed here, sent as bytes.
import { bytes, concat, hex, keccak } from "./bytes.js";
import { sign } from "./signature.js";

function length(offset, size) {
  if (size < 56) return Uint8Array.of(offset + size);
  const digits = whole(size);
  return concat(Uint8Array.of(offset + 55 + digits.length), digits);
}

/** A number's bytes without leading zeros; zero has none. */
function whole(number) {
  const digits = BigInt(number).toString(16);
  return digits === "0" ? new Uint8Array() : bytes("0x" + digits.padStart(digits.length + (digits.length % 2), "0"));
}

/** Recursive length prefix of bytes, or of a list of them. */
export function rlp(item) {
  if (Array.isArray(item)) {
    const content = concat(...item.map(rlp));
    return concat(length(0xc0, content.length), content);
  }
  return item.length === 1 && item[0] < 0x80 ? item : concat(length(0x80, item.length), item);
}

/** A call of a contract, signed for one chain only (EIP-155), as eth_sendRawTransaction takes it. */
export function signedCall({ nonce, gasPrice, gas, to, data }, chainId, key) {
  const content = [whole(nonce), whole(gasPrice), whole(gas), bytes(to, 20), whole(0), bytes(data)];
  const signature = bytes(sign(hex(keccak(rlp([...content, whole(chainId), whole(0), whole(0)]))), key));
  const v = BigInt(chainId) * 2n + 35n + BigInt(signature[64] - 27);
  const part = from => whole(hex(signature.slice(from, from + 32)));
  return hex(rlp([...content, whole(v), part(0), part(32)]));
}
