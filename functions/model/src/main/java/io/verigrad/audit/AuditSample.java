package io.verigrad.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which receipts of a batch are run again, and how likely that is to find a wrong one. */
public final class AuditSample {
    private AuditSample() {}

    /**
     * Draws receipts, all sets of that size alike.
     *
     * @param seed fresh: drawn from the batch's root and a later beacon
     * @param receipts how many the batch has
     * @param size how many are drawn
     * @return their places in the batch, ascending
     */
    public static List<Integer> draw(AuditSeed seed, int receipts, int size) {
        if (size < 0 || size > receipts) {
            throw new IllegalArgumentException("expected a sample of 0 to " + receipts + " receipts, found " + size);
        }
        // A shuffle of which only the first places are carried out.
        Map<Integer, Integer> moved = new HashMap<>();
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int at = i + (int) seed.below(receipts - i);
            drawn.add(moved.getOrDefault(at, at));
            moved.put(at, moved.getOrDefault(i, i));
        }
        return drawn.stream().sorted().toList();
    }

    /** The chance that a sample has one wrong receipt or more, if {@code wrong} of all are. */
    public static double detection(int receipts, int wrong, int size) {
        if (wrong < 0 || wrong > receipts || size < 0 || size > receipts) {
            throw new IllegalArgumentException("expected wrong and drawn receipts among " + receipts);
        }
        double missed = 1;
        for (int i = 0; i < size; i++) {
            missed *= Math.max(0, receipts - wrong - i) / (double) (receipts - i);
        }
        return 1 - missed;
    }

    /** The smallest sample that finds one of {@code wrong} receipts with that chance. */
    public static int sizeFor(int receipts, int wrong, double chance) {
        if (wrong <= 0 || wrong > receipts || chance < 0 || chance > 1) {
            throw new IllegalArgumentException("expected 1 to " + receipts + " wrong receipts, and a chance");
        }
        double missed = 1;
        int size = 0;
        while (1 - missed < chance) {
            missed *= Math.max(0, receipts - wrong - size) / (double) (receipts - size);
            size++;
        }
        return size;
    }
}
