package io.verigrad.chain.rpc;

import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Revert data as text: {@code Error(string)}, {@code Panic(uint256)}, the errors of our contracts and of OpenZeppelin's tokens by name, else as hex. */
public final class RevertReason {
    private static final Bytes ERROR = Selector.of("Error(string)");
    private static final Bytes PANIC = Selector.of("Panic(uint256)");
    private static final int MAX_TEXT = 200;
    private static final Map<Bytes, String> NAMES = ContractErrors.namesBySelector();

    private RevertReason() {}

    /** A text of printable ASCII, at most a few hundred characters. */
    public static String of(Bytes data) {
        if (data.size() < 4) {
            return data.size() == 0 ? "reverted without a reason" : "reverted with " + data;
        }
        Bytes selector = data.slice(0, 4);
        if (selector.equals(ERROR) && data.size() >= 68) {
            return text(data);
        }
        if (selector.equals(PANIC) && data.size() >= 36) {
            return "panic 0x" + word(data, 4).toString(16);
        }
        String name = NAMES.get(selector);
        return name != null ? name : "reverted with " + data.slice(0, Math.min(data.size(), 68));
    }

    private static String text(Bytes data) {
        BigInteger length = word(data, 36);
        int available = data.size() - 68;
        int size = length.bitLength() > 31 ? available : Math.min(length.intValue(), available);
        return printable(new String(data.slice(68, 68 + size).toArray(), StandardCharsets.UTF_8));
    }

    /** Keeps a contract or a node from writing control characters into a log. */
    static String printable(String text) {
        String brief = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return brief.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static BigInteger word(Bytes data, int from) {
        return new BigInteger(1, data.slice(from, from + 32).toArray());
    }
}
