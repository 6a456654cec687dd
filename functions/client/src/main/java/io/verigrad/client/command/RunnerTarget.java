package io.verigrad.client.command;

import java.net.URI;

/** The URL of a call. */
final class RunnerTarget {
    private RunnerTarget() {}

    static URI of(URI runner, String path) throws CommandFailure {
        try {
            URI target = URI.create(runner.toString().replaceAll("/+$", "") + path);
            boolean http = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
            if (!path.startsWith("/") || !http || target.getHost() == null || target.getRawQuery() != null) {
                throw new IllegalArgumentException("no http or https URL without query");
            }
            return target;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "expected a runner's URL and a path such as /v1/embeddings: " + e.getMessage(), e);
        }
    }
}
