package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.command.ExitCode;
import io.verigrad.client.command.VerigradCommand;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedDevnet.class)
class ChatCommandTest {
    private static final String SENTENCE = "Every answer here carries a receipt that anybody can check.";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String runner = "";
    private Path directory = Path.of("");

    @BeforeEach
    void start(Devnet devnet, @TempDir Path folder) throws Exception {
        runner = devnet.runner().url().toString();
        directory = folder;
        devnet.writeNetworkFile(folder.resolve("network.json"));
    }

    @Test
    void printsAnAnswerThatIsPaidForAndVerified() throws Exception {
        Path receipt = directory.resolve("receipt.json");

        assertThat(chat("Say it.", "--model", "tiny-decoder", "--save", receipt.toString()))
                .as("%s", err)
                .isEqualTo(ExitCode.OK);

        assertThat(out.toString().strip()).isEqualTo(SENTENCE);
        SignedReceipt saved = Json.read(Files.readAllBytes(receipt), SignedReceipt.class);
        assertThat(err.toString()).contains("verified  " + saved.id() + ", UNATTESTED, charge ");
    }

    @Test
    void tellsScriptsTheSame() throws Exception {
        assertThat(chat("Say it.", "--model", "tiny-decoder", "--max-tokens", "3", "--json"))
                .as("%s", err)
                .isEqualTo(ExitCode.OK);

        JsonNode json = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(SENTENCE).startsWith(json.path("text").asText());
        assertThat(json.path("finish").asText()).isEqualTo("LENGTH");
        assertThat(json.path("receipt").asText()).startsWith("0x");
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        assertThat(chat("Say it.", "--model", "no-such-model")).isEqualTo(ExitCode.REFUSED);
        assertThat(chat("Say it.", "--model", "tiny-decoder", "--max-amount", "1"))
                .isEqualTo(ExitCode.POLICY);
        assertThat(chat("Say it.", "--model", "tiny-decoder", "--max-per-day", "1"))
                .isEqualTo(ExitCode.POLICY);
        assertThat(err.toString()).contains("allowance_spent");
        runner = "http://127.0.0.1:1";
        assertThat(chat("Say it.", "--model", "tiny-decoder")).isEqualTo(ExitCode.NETWORK);
        assertThat(out.toString()).isEmpty();
    }

    private int chat(String message, String... more) {
        String[] all = new String[more.length + 5];
        System.arraycopy(
                new String[] {
                    "chat",
                    runner,
                    message,
                    "--network",
                    directory.resolve("network.json").toString()
                },
                0,
                all,
                0,
                5);
        System.arraycopy(more, 0, all, 5, more.length);
        return VerigradCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
