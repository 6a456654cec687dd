package io.verigrad.merkle;

import io.verigrad.value.TokenAmount;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle-sum tree as the ChannelClaims contract has it: neighbours keep their order, an odd last node is carried up
 * unchanged. A proof shows how many receipts come before a leaf and what they charge, and parts that do not add up to
 * the root's total cannot be proved.
 */
public final class SumTree {
    private final List<List<SumNode>> levels;

    private SumTree(List<List<SumNode>> levels) {
        this.levels = levels;
    }

    /**
     * @throws IllegalArgumentException if there is no leaf
     */
    public static SumTree of(List<SumNode> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("a tree has at least one leaf");
        }
        List<List<SumNode>> levels = new ArrayList<>();
        List<SumNode> level = List.copyOf(leaves);
        levels.add(level);
        while (level.size() > 1) {
            List<SumNode> above = new ArrayList<>((level.size() + 1) / 2);
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? level.get(i).with(level.get(i + 1)) : level.get(i));
            }
            level = List.copyOf(above);
            levels.add(level);
        }
        return new SumTree(List.copyOf(levels));
    }

    public SumNode root() {
        return levels.getLast().getFirst();
    }

    /** The steps from leaf {@code index} to the root. */
    public List<SumStep> proof(int index) {
        List<SumStep> steps = new ArrayList<>();
        int at = index;
        for (List<SumNode> level : levels.subList(0, levels.size() - 1)) {
            int sibling = at ^ 1;
            if (sibling < level.size()) {
                steps.add(new SumStep(level.get(sibling), sibling < at));
            }
            at /= 2;
        }
        return List.copyOf(steps);
    }

    /** Where {@code steps} lead from {@code leaf}. */
    public static SumNode fold(SumNode leaf, List<SumStep> steps) {
        SumNode node = leaf;
        for (SumStep step : steps) {
            node = step.from(node);
        }
        return node;
    }

    /** What the receipts before the leaf of these steps charge. */
    public static TokenAmount sumBefore(List<SumStep> steps) {
        return steps.stream()
                .filter(SumStep::isLeft)
                .map(step -> step.sibling().sum())
                .reduce(TokenAmount.ZERO, TokenAmount::plus);
    }
}
