package io.verigrad.client.command;

import io.verigrad.client.rehearsal.Rehearsal;
import io.verigrad.client.rehearsal.RehearsalOutcome;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import io.verigrad.x402.PaymentRequirements;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What a dry run tells people and scripts. */
final class RehearsalReport {
    private RehearsalReport() {}

    static int print(RehearsalOutcome outcome, boolean json, CommandLine command) throws CommandFailure {
        return switch (outcome) {
            case RehearsalOutcome.Rehearsed(Rehearsal rehearsal) -> {
                command.getOut()
                        .println(json ? new String(Json.write(rehearsal), StandardCharsets.UTF_8) : text(rehearsal));
                yield ExitCode.OK;
            }
            case RehearsalOutcome.Refused(int status, var body) -> {
                command.getErr().println(Printable.of(body));
                throw new CommandFailure(ExitCode.REFUSED, "the runner would refuse this call: it answered " + status);
            }
            case RehearsalOutcome.Untrue(String problem) -> throw new CommandFailure(ExitCode.NOT_AUTHENTIC, problem);
            case RehearsalOutcome.Unreachable(String problem) ->
                throw new CommandFailure(ExitCode.NETWORK, "the runner does not answer: " + problem);
        };
    }

    private static String text(Rehearsal rehearsal) {
        StringBuilder lines = new StringBuilder("""
                dry run    nothing ran and nothing was paid
                model      %s
                assurance  %s
                request    %s
                key        %s would sign the receipt""".formatted(
                        rehearsal.model(),
                        rehearsal.assurance(),
                        rehearsal.requestHash(),
                        rehearsal.testReceipt().receipt().enclaveKey()));
        for (PaymentRequirements way : rehearsal.quote()) {
            lines.append("\nprice      ")
                    .append(StepLine.price(way))
                    .append(", ")
                    .append(way.scheme());
            way.extra("assetTransferMethod")
                    .ifPresent(method -> lines.append(" by ").append(printable(method)));
        }
        return lines.toString();
    }

    private static String printable(String text) {
        return Printable.of(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
