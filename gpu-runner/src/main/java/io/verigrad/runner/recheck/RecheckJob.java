package io.verigrad.runner.recheck;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Recheck;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.AnswerEvents;
import io.verigrad.runner.paid.Job;
import io.verigrad.value.Hash32;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Optional;

/** Runs a request again and signs what came of it. Costs what the call costs, since it is one. */
record RecheckJob(RecheckRequest request, Job again, Enclave enclave, FailedRechecks failed, Clock clock)
        implements Job {
    /**
     * How far numbers may be apart between numerics classes, relative to the greater of 1 and the number. Processors with
     * other instruction sets were seen to differ by 2e-6 (fp32 transformer encoders); a wrong model differs by far more.
     */
    static final double TOLERANCE = 1e-4;

    @Override
    public Hash32 parametersHash() {
        return again.parametersHash();
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        Receipt first = request.receipt().receipt();
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        Answer second = again.run(AnswerEvents.unsigned(first.requestHash(), made::writeBytes));
        Optional<StreamedAnswer> streamed = again.streams()
                ? StreamedAnswer.made(made.toByteArray(), second.body(), first.requestHash())
                : Optional.empty();
        Comparison comparison = streamed.isPresent()
                ? Comparison.of(
                        request.streamed().orElseThrow().counted(first.inputUnits(), first.outputUnits()),
                        streamed.get().counted(second.inputUnits(), second.outputUnits()))
                : Comparison.of(request.response(), second.body());
        boolean sameClass = again.parametersHash().equals(first.parametersHash());
        Recheck recheck = new Recheck(
                request.receipt().id(),
                again.parametersHash(),
                streamed.map(StreamedAnswer::responseHash).orElseGet(() -> ContentHash.response(second.body())),
                outcome(comparison, sameClass),
                clock.instant().getEpochSecond());
        SignedRecheck signed =
                SignedRecheck.sign(recheck, enclave.domain(), enclave.keys().receipt());
        if (recheck.outcome() == RecheckOutcome.DIFFERENT) {
            failed.dispute(request.receipt(), signed);
        }
        return new Answer(
                write(signed, comparison, sameClass), second.inputUnits(), second.outputUnits(), Finish.COMPLETE);
    }

    static RecheckOutcome outcome(Comparison comparison, boolean sameClass) {
        if (comparison.identical()) {
            return RecheckOutcome.IDENTICAL;
        }
        if (sameClass) {
            // The same library, provider and instructions give the same bits, or something else ran.
            return RecheckOutcome.DIFFERENT;
        }
        if (comparison.within(TOLERANCE)) {
            return RecheckOutcome.WITHIN_TOLERANCE;
        }
        return comparison.equal() ? RecheckOutcome.DIFFERENT : RecheckOutcome.INCONCLUSIVE;
    }

    private byte[] write(SignedRecheck signed, Comparison comparison, boolean sameClass) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("verdict", Json.tree(signed));
        json.put("enclaveKey", enclave.address().toString());
        json.put("assurance", signed.recheck().assurance().name());
        json.put("sameNumericsClass", sameClass);
        json.put("tolerance", TOLERANCE);
        if (comparison.equal()) {
            json.put("distance", comparison.distance());
        }
        return Json.write(json);
    }
}
