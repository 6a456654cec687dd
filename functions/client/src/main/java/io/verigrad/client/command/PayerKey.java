package io.verigrad.client.command;

import io.verigrad.crypto.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file of the payer's key: one line of {@code 0x} and 64 hex digits. */
final class PayerKey {
    private static final int MAX_SIZE = 128;

    private PayerKey() {}

    static PrivateKey read(Path file) throws CommandFailure {
        try {
            return PrivateKey.parse(new String(InputFile.read(file, MAX_SIZE), StandardCharsets.US_ASCII).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot use key file " + file + ": " + e.getMessage(), e);
        }
    }
}
