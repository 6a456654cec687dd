// Bytes and hexadecimal digits; the hash functions of the chain and of content.
import { keccak_256 } from "../vendor/@noble/hashes/sha3.js";
import { sha256 as digest256 } from "../vendor/@noble/hashes/sha2.js";

/** Bytes of "0x…"; anything else is an error, not a guess. */
export function bytes(hex, length) {
  if (typeof hex !== "string" || !/^0x([0-9a-fA-F]{2})*$/.test(hex)) throw new TypeError("expected 0x and hexadecimal digits");
  const found = (hex.length - 2) / 2;
  if (length !== undefined && found !== length) throw new TypeError(`expected ${length} bytes, found ${found}`);
  return Uint8Array.from({ length: found }, (_, i) => parseInt(hex.slice(2 + 2 * i, 4 + 2 * i), 16));
}

export function hex(array) {
  return "0x" + Array.from(array, byte => byte.toString(16).padStart(2, "0")).join("");
}

export function concat(...arrays) {
  const joined = new Uint8Array(arrays.reduce((size, array) => size + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}

export function utf8(text) {
  return new TextEncoder().encode(text);
}

export function keccak(...arrays) {
  return keccak_256(concat(...arrays));
}

export function sha256(...arrays) {
  return digest256(concat(...arrays));
}

/** A number as the 32 bytes of an ABI word. Numbers come as decimal strings, BigInts or small integers. */
export function word(value, bits = 256) {
  if (typeof value === "string" && !/^\d{1,78}$/.test(value)) throw new TypeError("expected a decimal number");
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new TypeError("expected a whole number");
  const number = BigInt(value);
  if (number < 0n || number >= 1n << BigInt(bits)) throw new TypeError(`expected an unsigned number of ${bits} bits`);
  return bytes("0x" + number.toString(16).padStart(64, "0"));
}

/** An address as the 32 bytes of an ABI word. */
export function addressWord(address) {
  return concat(new Uint8Array(12), bytes(address, 20));
}

export function sameHex(one, other) {
  return typeof one === "string" && typeof other === "string" && one.toLowerCase() === other.toLowerCase();
}
