package io.verigrad.chain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.transaction.Log;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementEventsTest {
    private static final Address SETTLEMENT = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");
    private static final Hash32 REJECTED = Selector.topic("ReceiptRejected(bytes32,bytes32,uint8,bytes)");

    @Test
    void eventsOfOtherContractsProveNothing() throws Exception {
        Log forged = rejected(Address.ZERO, data(9, 64, 0));

        assertThat(SettlementEvents.outcomes(SETTLEMENT, List.of(forged))).isEmpty();
    }

    @Test
    void aReasonOfANewerContractIsUnknown() throws Exception {
        Log newer = rejected(SETTLEMENT, data(200, 64, 0));

        assertThat(SettlementEvents.outcomes(SETTLEMENT, List.of(newer)))
                .containsExactly(new ItemOutcome.Rejected(Hash32.ZERO, Hash32.ZERO, RejectReason.UNKNOWN, Bytes.EMPTY));
    }

    @Test
    void malformedDataIsAWrongAnswer() {
        for (Bytes data : List.of(Bytes.EMPTY, data(9, 6400, 0), data(9, 63, 0), data(9, 64, 1))) {
            assertThatThrownBy(() -> SettlementEvents.outcomes(SETTLEMENT, List.of(rejected(SETTLEMENT, data))))
                    .isInstanceOf(ChainUnavailableException.class);
        }
    }

    private static Log rejected(Address contract, Bytes data) {
        return new Log(contract, List.of(REJECTED, Hash32.ZERO, Hash32.ZERO), data);
    }

    private static Bytes data(long reason, long offset, long length) {
        return StructEncoder.untyped().uint(reason).uint(offset).uint(length).encoded();
    }
}
