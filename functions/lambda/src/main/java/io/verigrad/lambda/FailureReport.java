package io.verigrad.lambda;

/** What Lambda is told about a batch of which a part failed. */
enum FailureReport {
    /** The invocation fails, and Lambda delivers the whole batch again: right for every event source. */
    BATCH,
    /**
     * The answer names what failed. Only where the event source mapping has {@code ReportBatchItemFailures}: without it
     * Lambda does not read the answer, and what failed would be lost.
     */
    ITEMS;

    /** The environment variable that chooses: {@code batch}, which is the default, or {@code items}. */
    static final String VARIABLE = "VERIGRAD_LAMBDA_REPORT";

    static FailureReport of(String setting) {
        return switch (setting) {
            case "batch" -> BATCH;
            case "items" -> ITEMS;
            default ->
                throw new IllegalArgumentException("expected batch or items in " + VARIABLE + ", found " + setting);
        };
    }
}
