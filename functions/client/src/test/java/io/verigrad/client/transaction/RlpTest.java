package io.verigrad.client.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The examples of Ethereum's own page on RLP. */
class RlpTest {
    @Test
    void writesTheExamplesOfTheSpecification() {
        assertThat(text("dog")).hasToString("0x83646f67");
        assertThat(Rlp.list(text("cat"), text("dog"))).hasToString("0xc88363617483646f67");
        assertThat(text("")).hasToString("0x80");
        assertThat(Rlp.list()).hasToString("0xc0");
        assertThat(Rlp.number(BigInteger.ZERO)).hasToString("0x80");
        assertThat(Rlp.bytes(Bytes.of((byte) 0))).hasToString("0x00");
        assertThat(Rlp.number(BigInteger.valueOf(15))).hasToString("0x0f");
        assertThat(Rlp.number(BigInteger.valueOf(128))).hasToString("0x8180");
        assertThat(Rlp.number(BigInteger.valueOf(1024))).hasToString("0x820400");
        assertThat(text("Lorem ipsum dolor sit amet, consectetur adipisicing elit")
                        .toString())
                .startsWith("0xb8384c6f72656d20");
        assertThat(Rlp.bytes(Bytes.of(new byte[1024])).toString()).startsWith("0xb9040000");
    }

    private static Bytes text(String value) {
        return Rlp.bytes(Bytes.of(value.getBytes(StandardCharsets.UTF_8)));
    }
}
