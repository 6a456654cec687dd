package io.verigrad.audit;

/**
 * Checks many products y = x·W of one matrix without repeating them (Freivalds, 1977): for a random vector r, x·(W·r) = y·r
 * modulo a prime. W·r is computed once for a batch; then a product costs inputs + outputs multiplications, not inputs times
 * outputs, in each round. All arithmetic is exact.
 *
 * <p>A right product always passes. A wrong one passes with a chance of at most 1/p in each round, here (2^61 - 1)^-2 in all,
 * for whoever did not know r when it gave the product: r has to be drawn after the product was committed to. Sums have to
 * fit into 32 bits; one that ran over is a wrong one here.
 */
public final class Freivalds {
    private static final int ROUNDS = 2;
    /** 2^61 - 1 is prime, and reduced by shifts; every difference of two 32-bit numbers is smaller. */
    private static final int EXPONENT = 61;

    private final IntegerLayer layer;
    private final int exponent;
    private final long prime;
    private final long[][] vectors;
    private final long[][] products;

    /**
     * @param seed of a root that binds the products, and of a later beacon
     */
    public Freivalds(IntegerLayer layer, AuditSeed seed) {
        this(layer, seed, EXPONENT, ROUNDS);
    }

    /**
     * @param exponent of the Mersenne prime 2^exponent - 1: small ones show how often a wrong product passes
     */
    Freivalds(IntegerLayer layer, AuditSeed seed, int exponent, int rounds) {
        this.layer = layer;
        this.exponent = exponent;
        this.prime = (1L << exponent) - 1;
        this.vectors = new long[rounds][layer.outputs()];
        this.products = new long[rounds][layer.inputs()];
        for (int round = 0; round < rounds; round++) {
            for (int column = 0; column < layer.outputs(); column++) {
                vectors[round][column] = seed.below(prime);
            }
            for (int row = 0; row < layer.inputs(); row++) {
                long sum = 0;
                for (int column = 0; column < layer.outputs(); column++) {
                    sum = add(sum, multiply(residue(layer.weight(row, column)), vectors[round][column]));
                }
                products[round][row] = sum;
            }
        }
    }

    /** Whether y is x·W, up to the chance of the class. Vectors of other lengths are not. */
    public boolean holds(int[] x, int[] y) {
        if (x.length != layer.inputs() || y.length != layer.outputs()) {
            return false;
        }
        for (int round = 0; round < vectors.length; round++) {
            if (dot(x, products[round]) != dot(y, vectors[round])) {
                return false;
            }
        }
        return true;
    }

    private long dot(int[] values, long[] residues) {
        long sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum = add(sum, multiply(residue(values[i]), residues[i]));
        }
        return sum;
    }

    private long residue(long value) {
        return Math.floorMod(value, prime);
    }

    private long add(long a, long b) {
        long sum = a + b;
        return sum >= prime ? sum - prime : sum;
    }

    /** Both are below the prime, so their product is below 2^122: its bits beyond the exponent are added to the others. */
    private long multiply(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        long beyond = (high << (Long.SIZE - exponent)) | (low >>> exponent);
        return add((low & prime) % prime, beyond % prime);
    }
}
