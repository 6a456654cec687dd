package io.verigrad.devnet.chaos;

import java.util.SplittableRandom;

/** Something that goes wrong for a while; over when {@link Action#run} returns. */
record Fault(String name, Action action) {
    /** Does the harm and mends it. */
    interface Action {
        void run(SplittableRandom random) throws Exception;
    }
}
