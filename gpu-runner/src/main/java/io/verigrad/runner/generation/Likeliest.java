package io.verigrad.runner.generation;

/**
 * Tokens from the likeliest on, among equals the one with the least number first. A heap: of a hundred thousand tokens a
 * sampler looks at a few, and need not sort the others.
 */
final class Likeliest {
    /** Greater means earlier: the logit in an order of whole numbers, then the token turned round. */
    private final long[] heap;

    private int size;

    Likeliest(float[] logits) {
        heap = new long[logits.length];
        size = heap.length;
        for (int token = 0; token < size; token++) {
            heap[token] = key(logits[token], token);
        }
        for (int place = size / 2 - 1; place >= 0; place--) {
            sink(place);
        }
    }

    /** Takes the first token of those that are left. */
    int poll() {
        long first = heap[0];
        heap[0] = heap[--size];
        sink(0);
        return token(first);
    }

    private void sink(int from) {
        long moving = heap[from];
        int place = from;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= moving) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = moving;
    }

    private static long key(float logit, int token) {
        // -0 and 0 are equal as logits. The bits of negative numbers count downwards.
        int bits = Float.floatToIntBits(logit + 0f);
        int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
        return ((long) ordered << Integer.SIZE) | (Integer.MAX_VALUE - token);
    }

    private static int token(long key) {
        return Integer.MAX_VALUE - (int) key;
    }
}
