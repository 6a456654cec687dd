package io.verigrad.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborReaderTest {
    private static final long SEED = Long.getLong("verigrad.seed", System.nanoTime());

    /** RFC 8949, appendix A. */
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "17, 23",
        "1818, 24",
        "1903e8, 1000",
        "1a000f4240, 1000000",
        "1b000000e8d4a51000, 1000000000000",
        "20, -1",
        "29, -10",
        "3863, -100",
        "3903e7, -1000"
    })
    void readsIntegers(String hex, long value) throws Exception {
        assertThat(read(hex)).isEqualTo(CborValue.of(value));
        assertThat(CborWriter.write(CborValue.of(value))).isEqualTo(Bytes.parse("0x" + hex));
    }

    @Test
    void readsIndefiniteAndDefiniteLengthsAlike() throws Exception {
        assertThat(read("9f0102ff")).isEqualTo(read("820102"));
        assertThat(read("bf6161016162820203ff")).isEqualTo(read("a26161016162820203"));
        assertThat(read("5f42010243030405ff")).isEqualTo(read("450102030405"));
        assertThat(read("7f657374726561646d696e67ff")).isEqualTo(read("6973747265616d696e67"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', expected 1 bytes",
        "0001, more bytes",
        "1817, shortest form",
        "190010, shortest form",
        "1a0000ffff, shortest form",
        "1b00000000ffffffff, shortest form",
        "1bffffffffffffffff, shortest form",
        "1c, additional information",
        "f97e00, simple value",
        "f7, simple value",
        "ff, simple value",
        "4502, exceeds the input",
        "9bffffffffffffffff, shortest form",
        "9b00000000ffffffff, shortest form",
        "9affffffff, exceeds the input",
        "61ff, not UTF-8",
        "a2616101616102, duplicate key",
        "bf0101, expected 1 bytes",
        "bf01ff, simple value",
        "a14101f5, integer or text as key",
        "5f6161ff, chunk of the same kind",
        "5f5f4101ffff, chunk of the same kind",
        "818181818181818100, levels",
        "9f, expected 1 bytes"
    })
    void refuses(String hex, String problem) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> read(hex))
                .withMessageStartingWith("test at offset ")
                .withMessageContaining(problem);
    }

    @Test
    void refusesTooManyItemsBeforeItReadsThem() {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> read("9f" + "00".repeat(2000) + "ff"))
                .withMessageContaining("1024 items");
    }

    @Test
    void readsWhatTheWriterWrites() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            CborValue value = value(random, 5);

            assertThat(CborReader.read("test", CborWriter.write(value)))
                    .as("seed %d", SEED)
                    .isEqualTo(value);
        }
    }

    @Test
    void failsOnRandomBytesOnlyWithItsOwnException() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                CborReader.read("test", Bytes.of(bytes));
            } catch (EvidenceFormatException expected) {
                assertThat(expected.field()).startsWith("test");
            } catch (RuntimeException | Error e) {
                throw new AssertionError(Bytes.of(bytes) + ", seed " + SEED, e);
            }
        }
    }

    private static CborValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> CborValue.of(random.nextLong() >> random.nextInt(64));
            case 1 -> CborValue.of(Long.toString(random.nextLong(), 36) + "ü");
            case 2 -> new CborValue.Bool(random.nextBoolean());
            case 3 -> new CborValue.Null();
            case 4 -> {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                yield CborValue.of(Bytes.of(bytes));
            }
            case 5 -> {
                List<CborValue> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth - 1));
                }
                yield new CborValue.Array(items);
            }
            case 6 -> {
                Map<CborValue, CborValue> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(CborValue.of(random.nextInt(1000)), value(random, depth - 1));
                }
                yield new CborValue.CborMap(entries);
            }
            default -> new CborValue.Tagged(random.nextInt(1000), value(random, depth - 1));
        };
    }

    private static CborValue read(String hex) throws EvidenceFormatException {
        return CborReader.read("test", Bytes.parse("0x" + hex));
    }
}
