package io.verigrad.packaging.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** {@code docs/configuration.md}: every setting of every service. */
public final class SettingsPage {
    private static final List<Setting> LEDGER = List.of(
            new Setting(
                    "quarkus.datasource.reactive.url",
                    "URL",
                    new Setting.Need.Required(),
                    "The ledger: `postgresql://host:port/database`."),
            new Setting(
                    "quarkus.datasource.username",
                    "text",
                    new Setting.Need.Required(),
                    "The role that reads and writes it."),
            new Setting("quarkus.datasource.password", "text", new Setting.Need.Required(), "Its password."),
            new Setting(
                    "quarkus.datasource.reactive.max-size",
                    "number",
                    new Setting.Need.Default("20"),
                    "Connections of one process to the ledger."),
            new Setting(
                    "quarkus.datasource.reactive.cache-prepared-statements",
                    "`true` or `false`",
                    new Setting.Need.Default("true"),
                    "False behind a pooler that mixes sessions."));
    private static final List<Setting> BUS = List.of(
            new Setting(
                    "verigrad.kafka.enabled",
                    "`true` or `false`",
                    new Setting.Need.Default("true"),
                    "Whether the process reads and writes its topics itself; false where Knative or Lambda delivers them."),
            new Setting(
                    "kafka.bootstrap.servers",
                    "list: text",
                    new Setting.Need.Voluntary(),
                    "The brokers, host:port; must be set where `verigrad.kafka.enabled` is true."));
    private static final List<Setting> HTTP = List.of(
            new Setting(
                    "quarkus.http.port", "number", new Setting.Need.Default("8080"), "The port that requests come to."),
            new Setting(
                    "quarkus.http.host",
                    "text",
                    new Setting.Need.Default("0.0.0.0"),
                    "The address that it is bound to."));

    private SettingsPage() {}

    /** Writes the page of a checkout. */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments.length > 0 ? arguments[0] : ".");
        Files.writeString(file(home), render(home));
    }

    static Path file(Path home) {
        return home.resolve("docs/configuration.md");
    }

    /** The settings of each service of a checkout. */
    public static Map<String, List<Setting>> services(Path home) throws IOException {
        List<Setting> tracing = SettingsReader.read(home.resolve("functions/tracing/src/main/java"));
        Map<String, List<Setting>> services = new LinkedHashMap<>();
        services.put("payment-fn", all(home, "functions/payment-fn", tracing, HTTP, LEDGER));
        services.put("verifier-fn", all(home, "verifier-fn", tracing, HTTP, LEDGER, BUS));
        services.put("settlement-fn", all(home, "settlement-fn", tracing, HTTP, LEDGER, BUS));
        services.put("explorer-fn", all(home, "functions/explorer-fn", HTTP, LEDGER));
        services.put("gpu-runner", all(home, "gpu-runner", tracing, HTTP, BUS.subList(1, 2)));
        return services;
    }

    static String render(Path home) throws IOException {
        StringJoiner page = new StringJoiner("\n", "", "\n");
        page.add("# Settings");
        page.add("");
        page.add(
                "Written by the build from the interfaces that the services read their settings with; do not edit it.");
        page.add("After a change: `./verigrad settings`.");
        page.add("");
        page.add("A setting is given in `config/application.properties` beside the process, in a file that");
        page.add(
                "`QUARKUS_CONFIG_LOCATIONS` names, or as an environment variable: upper case, every other character `_`");
        page.add("(`verigrad.chain.rpc-url` is `VERIGRAD_CHAIN_RPC_URL`). Durations are those of ISO 8601 (`PT2M`) or");
        page.add("short (`30s`, `5m`). Amounts are atomic units of the token: a millionth of a dollar for USDC.");
        for (Map.Entry<String, List<Setting>> service : services(home).entrySet()) {
            page.add("");
            page.add("## " + service.getKey());
            page.add("");
            page.add("| setting | value | default | meaning |");
            page.add("| --- | --- | --- | --- |");
            service.getValue().forEach(setting -> page.add(setting.row()));
        }
        return page.toString();
    }

    @SafeVarargs
    private static List<Setting> all(Path home, String folder, List<Setting>... shared) throws IOException {
        List<Setting> settings =
                new ArrayList<>(SettingsReader.read(home.resolve(folder).resolve("src/main/java")));
        for (List<Setting> more : shared) {
            settings.addAll(more);
        }
        return settings;
    }
}
