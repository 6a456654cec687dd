package io.verigrad.client.command;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/** Arguments of commands, or the command line is wrong. */
final class CommandArguments {
    private CommandArguments() {}

    static Address address(String text) throws CommandFailure {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "expected an address: " + e.getMessage(), e);
        }
    }

    static Hash32 hash(String text) throws CommandFailure {
        try {
            return Hash32.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "expected 0x and 64 hex digits: " + e.getMessage(), e);
        }
    }

    /** Base units; 0 is none. */
    static TokenAmount amount(String text) throws CommandFailure {
        try {
            TokenAmount amount = TokenAmount.parse(text);
            if (!amount.isZero()) {
                return amount;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "expected base units: " + e.getMessage(), e);
        }
        throw new CommandFailure(ExitCode.USAGE, "expected base units above 0");
    }

    static BigInteger number(String text) throws CommandFailure {
        if (!text.matches("[0-9]{1,78}")) {
            throw new CommandFailure(ExitCode.USAGE, "expected a number, found " + text);
        }
        return new BigInteger(text);
    }
}
