package io.verigrad.chain;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Bytes;

/** The tail of {@code bytes} in call data: its length and its padded content (Solidity ABI, "Use of Dynamic Types"). */
final class DynamicData {
    private static final int WORD = 32;

    private DynamicData() {}

    static Bytes encode(Bytes content) {
        Bytes padding = Bytes.of(new byte[(WORD - content.size() % WORD) % WORD]);
        return Bytes.concat(StructEncoder.untyped().uint(content.size()).encoded(), content, padding);
    }
}
