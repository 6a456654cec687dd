package io.verigrad.packaging.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * One setting of a service.
 *
 * @param key its name in a properties file; {@code <...>} stands for a name that the operator chooses
 * @param kind what its value is, in words
 * @param need whether it must be set
 * @param meaning the first of its documentation, as Markdown
 */
public record Setting(String key, String kind, Need need, String meaning) {
    /** Whether a setting must be set. */
    public sealed interface Need {
        /** The start fails without it. */
        record Required() implements Need {}

        /** Without it the thing is off or unlimited, as its documentation says. */
        record Voluntary() implements Need {}

        /** Without it this value holds. */
        record Default(String value) implements Need {}
    }

    /** The name of its environment variable, by the rules of MicroProfile Config. */
    public String variable() {
        return key.replaceAll("[^A-Za-z0-9<>]", "_").toUpperCase(Locale.ROOT);
    }

    /** Whether a variable of the environment is this setting, whatever names the operator chose in it. */
    public boolean isNamed(String environmentVariable) {
        String pattern = variable().replaceAll("<[^>]*>", "[A-Z0-9_]+");
        return environmentVariable.matches(pattern);
    }

    String row() {
        String value = switch (need) {
            case Need.Required _ -> "**must be set**";
            case Need.Voluntary _ -> "";
            case Need.Default(String text) -> text.isEmpty() ? "empty" : "`" + text + "`";
        };
        return "| `%s` | %s | %s | %s |".formatted(key, kind, value, meaning);
    }

    static Need need(Optional<String> byDefault, boolean voluntary) {
        if (byDefault.isPresent()) {
            return new Need.Default(byDefault.get());
        }
        return voluntary ? new Need.Voluntary() : new Need.Required();
    }
}
