package io.verigrad.runner.forward;

import io.verigrad.runner.forward.UpstreamException.Kind;

/** What an upstream answered. */
record UpstreamAnswer(int status, byte[] body) {
    /** The body of an answer that can be passed on. What an upstream says of an error is not: it may name our account. */
    byte[] requireOk() throws UpstreamException {
        if (status == 200) {
            return body;
        }
        throw switch (status) {
            case 400, 404, 413, 415, 422 ->
                new UpstreamException(Kind.REFUSED_REQUEST, "refuses this request with status " + status);
            case 401, 402, 403 ->
                new UpstreamException(Kind.REFUSED_RUNNER, "refuses this runner's account with status " + status);
            case 408, 504 -> new UpstreamException(Kind.TIMEOUT, "took too long");
            case 429, 503 -> new UpstreamException(Kind.BUSY, "is busy; try again later");
            default ->
                // A redirect too: it could lead anywhere, and the receipt names this upstream.
                new UpstreamException(Kind.FAILED, "answered status " + status);
        };
    }
}
