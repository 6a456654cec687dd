package io.verigrad.merkle;

/** One step of a proof: the other child of the parent, and on which side it is. */
public record SumStep(SumNode sibling, boolean isLeft) {
    SumNode from(SumNode node) {
        return isLeft ? sibling.with(node) : node.with(sibling);
    }
}
