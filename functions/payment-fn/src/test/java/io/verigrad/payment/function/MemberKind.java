package io.verigrad.payment.function;

import static io.verigrad.payment.function.Damage.ABOVE_256_BITS;
import static io.verigrad.payment.function.Damage.EMPTY;
import static io.verigrad.payment.function.Damage.EXPONENT;
import static io.verigrad.payment.function.Damage.HALF_A_PAIR;
import static io.verigrad.payment.function.Damage.HUGE_NUMBER;
import static io.verigrad.payment.function.Damage.LIST;
import static io.verigrad.payment.function.Damage.LONG;
import static io.verigrad.payment.function.Damage.NEGATIVE;
import static io.verigrad.payment.function.Damage.NULL;
import static io.verigrad.payment.function.Damage.NUMBER;
import static io.verigrad.payment.function.Damage.OBJECT;
import static io.verigrad.payment.function.Damage.ODD_HEX;
import static io.verigrad.payment.function.Damage.REMOVED;
import static io.verigrad.payment.function.Damage.SPACED;
import static io.verigrad.payment.function.Damage.UNSAFE_NUMBER;
import static io.verigrad.payment.function.Damage.WORD;
import static io.verigrad.payment.function.Damage.ZERO_CHARACTER;

import java.util.EnumSet;
import java.util.Set;

/** What members of requests hold, and so which {@link Damage} leaves them well-formed. */
enum MemberKind {
    /** An address, a hash, a signature: text that must be there. */
    HEX(EnumSet.noneOf(Damage.class)),
    /** At most 256 bits; the reference takes numbers and hex too. */
    UINT(EnumSet.of(NUMBER, ODD_HEX)),
    /** As a string of digits and nothing else. */
    AMOUNT(EnumSet.noneOf(Damage.class)),
    SECONDS(EnumSet.of(NUMBER)),
    TEXT(EnumSet.of(WORD, NEGATIVE, EXPONENT, SPACED, ABOVE_256_BITS, ODD_HEX, LONG, ZERO_CHARACTER)),
    OPTIONAL_TEXT(with(TEXT, REMOVED, NULL, EMPTY)),
    CONTAINER(EnumSet.noneOf(Damage.class)),
    OPTIONAL_CONTAINER(EnumSet.of(REMOVED, NULL, OBJECT)),
    OPTIONAL(EnumSet.of(REMOVED, NULL)),
    CLAIMS(EnumSet.of(LIST)),
    /** What nobody reads, or only as far as it is understood. */
    OPEN(EnumSet.complementOf(EnumSet.of(HALF_A_PAIR, HUGE_NUMBER, UNSAFE_NUMBER)));

    private final Set<Damage> harmless;

    MemberKind(Set<Damage> harmless) {
        this.harmless = harmless;
    }

    /** What to try. What nobody reads is judged by the chain each time, which takes a while. */
    Set<Damage> damages() {
        return this == OPEN
                ? EnumSet.of(REMOVED, NULL, NUMBER, LIST, LONG, ZERO_CHARACTER, HALF_A_PAIR, HUGE_NUMBER)
                : EnumSet.allOf(Damage.class);
    }

    boolean isHarmed(Damage damage) {
        return !harmless.contains(damage);
    }

    private static Set<Damage> with(MemberKind kind, Damage... more) {
        EnumSet<Damage> all = EnumSet.copyOf(kind.harmless);
        all.addAll(Set.of(more));
        return all;
    }
}
