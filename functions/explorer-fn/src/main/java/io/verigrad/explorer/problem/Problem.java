package io.verigrad.explorer.problem;

/** An answer that is an error, with a detail that may be shown to anybody (RFC 9457). */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    private Problem(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    /** The request can never succeed as it is. */
    public static Problem malformed(String detail) {
        return new Problem(400, "Malformed request", detail);
    }

    /** The ledger knows nothing of that name, perhaps not yet. */
    public static Problem unknown(String detail) {
        return new Problem(404, "Not found", detail);
    }

    /** Something behind this service does not answer; the same request may succeed later. */
    public static Problem unavailable(String detail) {
        return new Problem(503, "Unavailable", detail);
    }

    int status() {
        return status;
    }

    /** The members of the document. */
    record Document(String title, int status, String detail) {}

    Document document() {
        return new Document(title, status, String.valueOf(getMessage()));
    }
}
