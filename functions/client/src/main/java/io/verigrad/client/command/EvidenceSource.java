package io.verigrad.client.command;

import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.client.attestation.RunnerEvidence;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** Where a command gets evidence from: a runner's URL or a file. */
final class EvidenceSource {
    private static final int MAX_EVIDENCE = 1 << 20;

    private EvidenceSource() {}

    static boolean isUrl(String source) {
        return source.matches("https?://.*");
    }

    /** A nonce that nobody could foresee. */
    static Hash32 freshNonce() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Hash32.of(bytes);
    }

    /** Asks a runner. */
    static Evidence ask(String url, Hash32 nonce) throws CommandFailure {
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), MAX_EVIDENCE)) {
            return RunnerEvidence.fetch(http, URI.create(url), nonce);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "expected a runner's URL: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NETWORK, "the runner gives no evidence: " + e.getMessage(), e);
        } catch (EvidenceFormatException e) {
            throw new CommandFailure(ExitCode.MALFORMED, url + ": " + e.getMessage(), e);
        }
    }

    /** Reads a file in any of the forms that evidence is kept in. */
    static Evidence read(String file) throws CommandFailure {
        try {
            return RunnerEvidence.read(InputFile.read(Path.of(file), MAX_EVIDENCE));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.MALFORMED, "cannot read " + file + ": " + e, e);
        } catch (EvidenceFormatException e) {
            throw new CommandFailure(ExitCode.MALFORMED, file + ": " + e.getMessage(), e);
        }
    }
}
