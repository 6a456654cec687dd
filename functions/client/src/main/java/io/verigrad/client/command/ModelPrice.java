package io.verigrad.client.command;

import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a version costs in one token, atomic units. */
record ModelPrice(Address asset, TokenAmount flat, TokenAmount inputUnit, TokenAmount outputUnit) {
    private static final Pattern FORM =
            Pattern.compile("(0x[0-9a-fA-F]{40})=([0-9]{1,24})(?:,([0-9]{1,24}),([0-9]{1,24}))?");

    static ModelPrice parse(String text) throws CommandFailure {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new CommandFailure(ExitCode.USAGE, "--price: expected ASSET=FLAT or ASSET=FLAT,INPUT,OUTPUT");
        }
        return new ModelPrice(
                CommandArguments.address(form.group(1)),
                TokenAmount.parse(form.group(2)),
                form.group(3) == null ? TokenAmount.ZERO : TokenAmount.parse(form.group(3)),
                form.group(4) == null ? TokenAmount.ZERO : TokenAmount.parse(form.group(4)));
    }
}
