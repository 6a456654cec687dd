// Merkle trees over receipt ids: sorted pairs, an odd last node is carried up.
import { bytes, hex, keccak } from "./bytes.js";

function parent(one, other) {
  const [lesser, greater] = one.toLowerCase() <= other.toLowerCase() ? [one, other] : [other, one];
  return hex(keccak(bytes(lesser, 32), bytes(greater, 32)));
}

/** Every level, leaves first. */
export function levels(leaves) {
  if (leaves.length === 0) throw new TypeError("a tree has at least one leaf");
  const all = [leaves];
  while (all.at(-1).length > 1) {
    const below = all.at(-1);
    const above = [];
    for (let i = 0; i < below.length; i += 2) {
      above.push(i + 1 < below.length ? parent(below[i], below[i + 1]) : below[i]);
    }
    all.push(above);
  }
  return all;
}

export function root(leaves) {
  return levels(leaves).at(-1)[0];
}

/** Where a proof leads from a leaf. */
export function climb(leaf, proof) {
  return proof.reduce(parent, leaf);
}
