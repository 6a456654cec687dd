package io.verigrad.merkle;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree with sorted pairs, so that OpenZeppelin's {@code MerkleProof} checks its proofs. Leaves are EIP-712
 * digests, which are hashes of 66 bytes, and so no leaf can pass for an inner node, which is a hash of 64. An odd last
 * node is carried up unchanged.
 */
public final class MerkleTree {
    private final List<List<Hash32>> levels;

    private MerkleTree(List<List<Hash32>> levels) {
        this.levels = levels;
    }

    /**
     * @throws IllegalArgumentException if there is no leaf
     */
    public static MerkleTree of(List<Hash32> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("a tree has at least one leaf");
        }
        List<List<Hash32>> levels = new ArrayList<>();
        List<Hash32> level = List.copyOf(leaves);
        levels.add(level);
        while (level.size() > 1) {
            List<Hash32> above = new ArrayList<>((level.size() + 1) / 2);
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? parent(level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = List.copyOf(above);
            levels.add(level);
        }
        return new MerkleTree(List.copyOf(levels));
    }

    public Hash32 root() {
        return levels.getLast().getFirst();
    }

    /** The siblings from leaf {@code index} to the root. */
    public List<Hash32> proof(int index) {
        List<Hash32> proof = new ArrayList<>();
        int at = index;
        for (List<Hash32> level : levels.subList(0, levels.size() - 1)) {
            int sibling = at ^ 1;
            if (sibling < level.size()) {
                proof.add(level.get(sibling));
            }
            at /= 2;
        }
        return List.copyOf(proof);
    }

    /** Whether {@code proof} leads from {@code leaf} to {@code root}. */
    public static boolean includes(Hash32 root, Hash32 leaf, List<Hash32> proof) {
        Hash32 node = leaf;
        for (Hash32 sibling : proof) {
            node = parent(node, sibling);
        }
        return node.equals(root);
    }

    private static Hash32 parent(Hash32 left, Hash32 right) {
        return left.compareTo(right) <= 0
                ? Keccak256.hash(left.toArray(), right.toArray())
                : Keccak256.hash(right.toArray(), left.toArray());
    }
}
