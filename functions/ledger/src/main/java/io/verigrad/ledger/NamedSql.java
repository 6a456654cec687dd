package io.verigrad.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement in which {@code :name} stands for a parameter, as PostgreSQL takes it: one number for each name. Casts are
 * written {@code cast(a as b)}, and text in quotes has no colon.
 *
 * @param numbered the statement with {@code $1}, {@code $2} for its names
 * @param names in the order of their numbers
 */
record NamedSql(String numbered, List<String> names) {
    private static final Pattern NAME = Pattern.compile(":([A-Za-z]\\w*)");

    /** Holds what the program's own constants are: as many as they. */
    private static final Map<String, NamedSql> KNOWN = new ConcurrentHashMap<>();

    NamedSql {
        names = List.copyOf(names);
    }

    static NamedSql of(String sql) {
        return KNOWN.computeIfAbsent(sql, NamedSql::parse);
    }

    /** The value of one of its names. */
    Object value(String name, Map<String, ?> parameters) {
        @Nullable Object value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for :" + name + " in " + numbered);
        }
        return value;
    }

    private static NamedSql parse(String sql) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(sql);
        StringBuilder numbered = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!names.contains(name)) {
                names.add(name);
            }
            matcher.appendReplacement(numbered, "\\$" + (names.indexOf(name) + 1));
        }
        return new NamedSql(matcher.appendTail(numbered).toString(), names);
    }
}
