package io.verigrad.explorer.call;

import io.verigrad.explorer.problem.Problem;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place between two calls: the time and id of the last call that was seen. */
record CallCursor(Instant createdAt, Hash32 paymentId) {
    /** Before the newest call: no call is made after the year 9999. */
    static final CallCursor START = new CallCursor(Instant.parse("9999-12-31T00:00:00Z"), Hash32.ZERO);

    private static final Pattern FORM = Pattern.compile("(\\d{1,17})-([0-9a-f]{64})");

    static CallCursor parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Problem.malformed("expected a cursor that an earlier page gave");
        }
        Instant time = Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS);
        return new CallCursor(time, new Hash32(Bytes.parse("0x" + matcher.group(2))));
    }

    static String after(CallSummary call) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, call.createdAt());
        return micros + "-" + call.paymentId().toString().substring(2);
    }
}
