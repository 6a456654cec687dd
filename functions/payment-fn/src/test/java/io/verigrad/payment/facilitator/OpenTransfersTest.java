package io.verigrad.payment.facilitator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.ExactEvmPayload;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenTransfersTest {
    private static final Address ALICE = address(1);
    private static final Address BOB = address(2);
    private static final Address CAROL = address(3);

    private final OpenTransfers limits = new OpenTransfers(3, 2);

    @Test
    void admitsWhatIsBelowEveryLimit() {
        assertThatCode(() -> limits.admit(transfer(ALICE, BOB), List.of(open(ALICE, BOB), open(BOB, ALICE))))
                .doesNotThrowAnyException();
    }

    @Test
    void limitsPayersPayeesAndTheWhole() {
        assertThatThrownBy(() -> limits.admit(transfer(ALICE, CAROL), List.of(open(ALICE, BOB), open(ALICE, BOB))))
                .isInstanceOf(FacilitatorBusyException.class)
                .hasMessageContaining("payer");
        assertThatThrownBy(() -> limits.admit(transfer(CAROL, BOB), List.of(open(ALICE, BOB), open(ALICE, BOB))))
                .isInstanceOf(FacilitatorBusyException.class)
                .hasMessageContaining("payee");
        assertThatThrownBy(() -> limits.admit(
                        transfer(ALICE, BOB), List.of(open(BOB, CAROL), open(BOB, ALICE), open(CAROL, ALICE))))
                .isInstanceOf(FacilitatorBusyException.class)
                .hasMessageContaining("in all");
    }

    private static Transfer transfer(Address from, Address to) {
        Eip3009Authorization signed =
                new Eip3009Authorization(from, to, TokenAmount.of(1), BigInteger.ZERO, BigInteger.ONE, Hash32.ZERO);
        return new Transfer(
                new ExactEvmPayload(Bytes.of(new byte[65]), signed),
                Scheme.EXACT_EIP3009,
                address(9),
                TokenAmount.of(1));
    }

    private static JournalEntry open(Address from, Address to) {
        return new JournalEntry(
                new RawTransaction(Hash32.ZERO, Bytes.of((byte) 2)),
                address(8),
                0,
                NewTransaction.Purpose.TRANSFER,
                transfer(from, to).subject(),
                JournalEntry.State.BROADCAST,
                Optional.empty(),
                "");
    }

    private static Address address(int last) {
        byte[] bytes = new byte[20];
        bytes[19] = (byte) last;
        return Address.of(bytes);
    }
}
