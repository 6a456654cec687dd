package io.verigrad.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 100})
    void provesEachLeafAndNoOther(int size) {
        List<Hash32> leaves = leaves(size);
        MerkleTree tree = MerkleTree.of(leaves);

        for (int i = 0; i < size; i++) {
            assertThat(MerkleTree.includes(tree.root(), leaves.get(i), tree.proof(i)))
                    .isTrue();
            assertThat(MerkleTree.includes(tree.root(), Keccak256.hash(new byte[] {9, 9}), tree.proof(i)))
                    .isFalse();
        }
    }

    @Test
    void dependsOnTheOrderOfPairs() {
        List<Hash32> leaves = leaves(4);
        List<Hash32> swapped = List.of(leaves.get(0), leaves.get(2), leaves.get(1), leaves.get(3));

        assertThat(MerkleTree.of(swapped).root())
                .isNotEqualTo(MerkleTree.of(leaves).root());
    }

    @Test
    void hasNoEmptyTree() {
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.of(List.of()));
    }

    private static List<Hash32> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Keccak256.hash(new byte[] {(byte) i}))
                .toList();
    }
}
