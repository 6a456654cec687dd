package io.verigrad.payment.function;

/** What a node behind a {@link Gate} does. */
enum Link {
    GOOD,
    /** Answers 503. */
    DOWN,
    /** Answers only once this is over. */
    SLOW,
    /** Answers what is no JSON. */
    GARBAGE,
    /** Answers none of the questions. */
    EMPTY,
    /** Answers with values of the wrong kind. */
    WRONG,
    /** Says that it failed. */
    FAILING
}
