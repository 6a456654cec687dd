package io.verigrad.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Bytes;
import org.junit.jupiter.api.Test;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Utf8String;

class RevertReasonTest {
    @Test
    void readsTheTextOfARequire() {
        assertThat(RevertReason.of(error("ERC20: transfer amount exceeds balance")))
                .isEqualTo("ERC20: transfer amount exceeds balance");
    }

    @Test
    void namesTheErrorsOfOurContracts() {
        assertThat(RevertReason.of(Selector.of("SettlementEmptyBatch()"))).isEqualTo("SettlementEmptyBatch");
        assertThat(RevertReason.of(
                        Bytes.concat(Selector.of("QuorumNotReached(uint256,uint256)"), Bytes.of(new byte[64]))))
                .isEqualTo("QuorumNotReached");
    }

    @Test
    void namesAPanicByItsCode() {
        Bytes code = Bytes.concat(Bytes.of(new byte[31]), Bytes.of((byte) 0x11));

        assertThat(RevertReason.of(Bytes.concat(Selector.of("Panic(uint256)"), code)))
                .isEqualTo("panic 0x11");
    }

    @Test
    void showsUnknownDataAsHexUpToTwoWords() {
        assertThat(RevertReason.of(Bytes.parse("0x01020304"))).isEqualTo("reverted with 0x01020304");
        assertThat(RevertReason.of(Bytes.of(new byte[4000]))).hasSizeLessThan(160);
        assertThat(RevertReason.of(Bytes.EMPTY)).isEqualTo("reverted without a reason");
    }

    @Test
    void letsNoContractWriteControlCharactersOrMuchText() {
        assertThat(RevertReason.of(error("a\u001b[2Jb\nc"))).isEqualTo("a?[2Jb?c");
        assertThat(RevertReason.of(error("x".repeat(5000)))).hasSize(200);
    }

    @Test
    void readsATextWhoseLengthIsALieUpToItsEnd() {
        byte[] lie = error("short").toArray();
        java.util.Arrays.fill(lie, 36, 68, (byte) 0xff);

        assertThat(RevertReason.of(Bytes.of(lie))).startsWith("short");
    }

    private static Bytes error(String text) {
        return Bytes.concat(
                Selector.of("Error(string)"),
                Bytes.parse("0x" + FunctionEncoder.encodeConstructor(java.util.List.of(new Utf8String(text)))));
    }
}
