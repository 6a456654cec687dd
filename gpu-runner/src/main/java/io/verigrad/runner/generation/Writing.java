package io.verigrad.runner.generation;

import io.verigrad.receipt.Finish;
import io.verigrad.runner.execution.Stepper;
import java.util.Set;

/** Chooses token after token until the text ends. */
final class Writing implements Stepper {
    private final Sampler sampler;
    private final GrowingText text;
    private final Set<Integer> ends;
    private final int most;
    private int tokens;
    private Finish finish = Finish.CANCELLED;

    Writing(Sampler sampler, GrowingText text, Set<Integer> ends, int most) {
        this.sampler = sampler;
        this.text = text;
        this.ends = ends;
        this.most = most;
    }

    @Override
    public int next(float[] logits) {
        int token = sampler.next(logits);
        tokens++;
        if (ends.contains(token)) {
            text.end();
            return end(Finish.COMPLETE);
        }
        if (text.add(token)) {
            return end(Finish.COMPLETE);
        }
        if (tokens >= most) {
            text.end();
            return end(Finish.LENGTH);
        }
        return token;
    }

    /** What was written, once it has ended. */
    Generated generated(int promptTokens) {
        return new Generated(text.text(), promptTokens, tokens, finish);
    }

    private int end(Finish how) {
        finish = how;
        return END;
    }
}
