package io.verigrad.client.command;

import io.verigrad.client.CallOutcome;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file that a call's receipt is kept in: a bad one is evidence too. */
final class ReceiptFile {
    private ReceiptFile() {}

    static void save(@Nullable Path file, CallOutcome outcome) throws CommandFailure {
        Optional<SignedReceipt> receipt = switch (outcome) {
            case CallOutcome.Answered answered -> Optional.of(answered.receipt());
            case CallOutcome.Unverified unverified -> unverified.receipt();
            case CallOutcome.Unconfirmed unconfirmed -> Optional.of(unconfirmed.receipt());
            case CallOutcome.Refused _, CallOutcome.Unreachable _ -> Optional.empty();
        };
        if (file == null || receipt.isEmpty()) {
            return;
        }
        try {
            Files.write(file, Json.write(receipt.get()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot write " + file + ": " + e, e);
        }
    }
}
