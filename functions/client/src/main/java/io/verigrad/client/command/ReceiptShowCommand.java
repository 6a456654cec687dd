package io.verigrad.client.command;

import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.client.receipt.ReceiptFormatException;
import io.verigrad.json.Json;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedReceipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows what a receipt says, and checks nothing: 'receipt verify' does.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "2:wrong usage", "3:malformed"})
final class ReceiptShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The receipt, as JSON or as the header Verigrad-Receipt.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print the signed receipt as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        SignedReceipt signed = read();
        spec.commandLine()
                .getOut()
                .println(json ? new String(Json.write(signed), StandardCharsets.UTF_8) : text(signed));
        return ExitCode.OK;
    }

    private static String text(SignedReceipt signed) {
        Receipt receipt = signed.receipt();
        Offer offer = signed.offer().offer();
        return """
                receipt      %s   (not checked)
                assurance    %s
                issued       %s, number %d of key %s
                model        %s
                parameters   %s
                runtime      %s
                request      %s
                answer       %s, %s
                usage        %d units in, %d out
                charge       %s of %s authorised, %s
                offer        %s + %s per unit in + %s per unit out, until %s
                payment      %s by %s to %s""".formatted(
                        signed.id(),
                        receipt.assurance(),
                        Instant.ofEpochSecond(receipt.issuedAt()),
                        receipt.sequence(),
                        receipt.enclaveKey(),
                        receipt.modelDigest(),
                        receipt.parametersHash(),
                        receipt.runtimeDigest(),
                        receipt.requestHash(),
                        receipt.responseHash(),
                        receipt.finish(),
                        receipt.inputUnits(),
                        receipt.outputUnits(),
                        receipt.charge(),
                        receipt.cap(),
                        receipt.asset(),
                        offer.flatPrice(),
                        offer.inputUnitPrice(),
                        offer.outputUnitPrice(),
                        Instant.ofEpochSecond(offer.expiresAt()),
                        receipt.paymentId(),
                        receipt.payer(),
                        receipt.payTo());
    }

    private SignedReceipt read() throws CommandFailure {
        try {
            return ReceiptCodec.parse(InputFile.read(file, ReceiptCodec.MAX_SIZE));
        } catch (ReceiptFormatException | IOException e) {
            throw new CommandFailure(ExitCode.MALFORMED, file + ": " + e.getMessage(), e);
        }
    }
}
