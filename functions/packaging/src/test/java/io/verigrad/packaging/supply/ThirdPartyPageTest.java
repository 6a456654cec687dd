package io.verigrad.packaging.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThirdPartyPageTest {
    @TempDir
    private Path folder;

    @Test
    void listsLibrariesByNameAndNotOurOwn() throws IOException {
        Path sbom = sbom("""
                {"group": "org.b", "name": "b", "version": "2", "licenses": [{"license": {"id": "MIT"}}]},
                {"group": "io.verigrad", "name": "verigrad-model", "version": "1"},
                {"group": "org.a", "name": "a", "version": "1", "licenses": [{"license": {"name": "LGPL, version 2.1"}},
                  {"license": {"id": "Apache-2.0"}}]}""");

        String page = ThirdPartyPage.render(ThirdPartyPage.libraries(sbom));

        assertThat(page)
                .contains("| org.a:a | 1 | Apache-2.0, LGPL-2.1-only |\n| org.b:b | 2 | MIT |\n")
                .doesNotContain("io.verigrad");
    }

    @Test
    void refusesLibrariesThatWeMayNotPassOnAndThoseWithoutLicence() throws IOException {
        Path sbom = sbom("""
                {"group": "org.a", "name": "viral", "version": "1", "licenses": [{"license": {"id": "AGPL-3.0-only"}}]},
                {"group": "org.a", "name": "silent", "version": "1"}""");

        assertThatThrownBy(() -> ThirdPartyPage.libraries(sbom))
                .hasMessageContaining("org.a:viral under [AGPL-3.0-only]")
                .hasMessageContaining("org.a:silent under [unknown]");
    }

    private Path sbom(String components) throws IOException {
        return Files.writeString(folder.resolve("sbom.json"), "{\"components\": [" + components + "]}");
    }
}
