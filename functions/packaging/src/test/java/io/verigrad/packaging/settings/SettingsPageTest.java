package io.verigrad.packaging.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsPageTest {
    private static final Path HOME = Path.of("../..");

    @TempDir
    private Path sources;

    @Test
    void isCurrent() throws IOException {
        assertThat(SettingsPage.file(HOME))
                .as("run ./verigrad settings")
                .content()
                .isEqualTo(SettingsPage.render(HOME));
    }

    @Test
    void readsNamesDefaultsListsAndNestedSettings() throws IOException {
        Files.writeString(sources.resolve("Sample.java"), """
                @ConfigMapping(prefix = "verigrad.sample")
                interface Sample {
                    /** Where {@code it} is | or was. */
                    URI baseUrl();

                    /** How often. */
                    @WithDefault("5s")
                    Duration tick();

                    /** The keys. */
                    @WithName("key-file")
                    Optional<List<Path>> keyFiles();

                    /** Tokens. */
                    Map<String, Asset> assets();

                    interface Asset {
                        /** How many digits. */
                        int decimals();
                    }
                }
                """);

        List<Setting> settings = SettingsReader.read(sources);

        assertThat(settings)
                .containsExactly(
                        new Setting(
                                "verigrad.sample.base-url",
                                "URL",
                                new Setting.Need.Required(),
                                "Where `it` is \\| or was."),
                        new Setting("verigrad.sample.tick", "duration", new Setting.Need.Default("5s"), "How often."),
                        new Setting(
                                "verigrad.sample.key-file",
                                "list: file or folder",
                                new Setting.Need.Voluntary(),
                                "The keys."),
                        new Setting(
                                "verigrad.sample.assets.<name>.decimals",
                                "number",
                                new Setting.Need.Required(),
                                "How many digits."));
    }

    @Test
    void wantsEverySettingExplained() throws IOException {
        Files.writeString(sources.resolve("Sample.java"), """
                @ConfigMapping(prefix = "verigrad.sample")
                interface Sample {
                    int port();
                }
                """);

        assertThatThrownBy(() -> SettingsReader.read(sources))
                .hasMessageContaining("expected documentation of the setting port");
    }

    @Test
    void knowsSettingsByTheirVariables() {
        Setting setting = new Setting("verigrad.x.assets.<name>.address", "text", new Setting.Need.Required(), "");

        assertThat(setting.isNamed("VERIGRAD_X_ASSETS_USDC_ADDRESS")).isTrue();
        assertThat(setting.isNamed("VERIGRAD_X_ASSETS_USDC_ADRESS")).isFalse();
    }
}
