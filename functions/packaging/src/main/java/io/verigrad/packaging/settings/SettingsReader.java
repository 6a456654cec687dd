package io.verigrad.packaging.settings;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads {@code @ConfigMapping} interfaces from their source, where their documentation is. */
final class SettingsReader {
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("String", "text"),
            Map.entry("URI", "URL"),
            Map.entry("Path", "file or folder"),
            Map.entry("Duration", "duration"),
            Map.entry("int", "number"),
            Map.entry("long", "number"),
            Map.entry("boolean", "`true` or `false`"),
            Map.entry("Address", "address"),
            Map.entry("Hash32", "32 bytes, hex"),
            Map.entry("TokenAmount", "atomic units"));

    private SettingsReader() {}

    /** All settings of one service, in the order of the source. */
    static List<Setting> read(Path sources) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(file -> file.toString().endsWith(".java"))
                    .filter(SettingsReader::mapsSettings)
                    .sorted()
                    .toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Setting> settings = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees documentation = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared) {
                        annotation(declared.getModifiers(), "ConfigMapping")
                                .ifPresent(prefix ->
                                        new Interface(unit, documentation, declared).addTo(settings, declared, prefix));
                    }
                }
            }
        }
        return settings;
    }

    private static boolean mapsSettings(Path file) {
        try {
            return Files.readString(file).contains("@ConfigMapping");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The one value of an annotation. */
    private static Optional<String> annotation(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .map(AnnotationTree::getArguments)
                .map(arguments -> value(arguments.getFirst()))
                .findFirst();
    }

    private static String value(ExpressionTree argument) {
        ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
        if (value instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        return value.toString();
    }

    /** One top-level interface with those that it nests. */
    private record Interface(CompilationUnitTree unit, DocTrees documentation, ClassTree outermost) {
        void addTo(List<Setting> settings, ClassTree declared, String prefix) {
            for (Tree member : declared.getMembers()) {
                if (member instanceof MethodTree method
                        && method.getParameters().isEmpty()
                        && method.getBody() == null) {
                    String name = annotation(method.getModifiers(), "WithName")
                            .orElseGet(() -> kebab(method.getName().toString()));
                    add(settings, method, method.getReturnType(), prefix + "." + name, false);
                }
            }
        }

        private void add(List<Setting> settings, MethodTree method, Tree type, String key, boolean voluntary) {
            String name = type instanceof ParameterizedTypeTree generic
                    ? generic.getType().toString()
                    : type.toString();
            switch (name) {
                case "Optional" -> add(settings, method, argument(type, 0), key, true);
                case "Map" -> add(settings, method, argument(type, 1), key + ".<name>", true);
                case "List" -> settings.add(setting(method, "list: " + kind(argument(type, 0)), key, voluntary));
                default -> {
                    Optional<ClassTree> nested = outermost.getMembers().stream()
                            .filter(ClassTree.class::isInstance)
                            .map(ClassTree.class::cast)
                            .filter(inner ->
                                    inner.getSimpleName().contentEquals(name) && inner.getKind() == Tree.Kind.INTERFACE)
                            .findFirst();
                    if (nested.isPresent()) {
                        addTo(settings, nested.get(), key);
                    } else {
                        settings.add(setting(method, kind(type), key, voluntary));
                    }
                }
            }
        }

        private Setting setting(MethodTree method, String kind, String key, boolean voluntary) {
            Optional<String> byDefault = annotation(method.getModifiers(), "WithDefault");
            return new Setting(key, kind, Setting.need(byDefault, voluntary), meaning(method));
        }

        private String meaning(MethodTree method) {
            String text = documentation.getDocComment(TreePath.getPath(unit, method));
            if (text == null) {
                throw new IllegalArgumentException("expected documentation of the setting " + method.getName() + " in "
                        + unit.getSourceFile().getName() + ", found none");
            }
            return text.lines()
                    .map(String::strip)
                    .collect(Collectors.joining(" "))
                    .strip()
                    .replaceAll("\\{@link #(\\w+)}", "`$1`")
                    .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                    .replace("|", "\\|");
        }

        private static Tree argument(Tree generic, int index) {
            return ((ParameterizedTypeTree) generic).getTypeArguments().get(index);
        }

        private static String kind(Tree type) {
            String name = type.toString();
            return KINDS.getOrDefault(name, name.toLowerCase(Locale.ROOT));
        }

        private static String kebab(String name) {
            return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        }
    }
}
