package io.verigrad.tracing;

import java.util.Optional;

/** Where services tell what they did about payments. Telling never fails and never waits. */
public interface PaymentTraces {
    /** Nobody listens. */
    PaymentTraces NONE = new PaymentTraces() {
        @Override
        public void add(PaymentSpan span) {}

        @Override
        public void offered(PaymentOffered offer) {}

        @Override
        public void call(PaymentSpan span, Optional<CallerContext> caller) {}
    };

    /** One step in the payment's trace. */
    void add(PaymentSpan span);

    /** A consumer was told the price, in a trace of its own: there is no payment yet. */
    void offered(PaymentOffered offer);

    /**
     * The paid call itself, which all steps belong to.
     *
     * @param caller the span that the consumer asked for it in; it stays in the consumer's own trace, and the two are linked
     */
    void call(PaymentSpan span, Optional<CallerContext> caller);
}
