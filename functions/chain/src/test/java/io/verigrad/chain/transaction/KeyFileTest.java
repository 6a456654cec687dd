package io.verigrad.chain.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final String DIGITS = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    @TempDir
    Path directory;

    @Test
    void readsOneLineOfHex() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "0x" + DIGITS + "\n");

        assertThat(KeyFile.read(file).address()).hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                DIGITS,
                "0x" + DIGITS + "00",
                "0x" + DIGITS + "\n0x" + DIGITS,
                "0x0000000000000000000000000000000000000000000000000000000000000000",
                "{\"crypto\":{}}",
            })
    void refusesAnythingElseWithoutRepeatingIt(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("key"), content);

        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected one line of 0x and 64 hex digits in key file")
                .message()
                .doesNotContain("ac0974");
    }

    @Test
    void refusesALargeFileWithoutReadingIt() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), ("0x" + DIGITS).repeat(100_000));

        assertThatThrownBy(() -> KeyFile.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void namesAMissingFile() {
        assertThatThrownBy(() -> KeyFile.read(directory.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
