package io.verigrad.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RecordedKeysTest {
    private static final String WRITER = "io/quarkus/runner/recorded/A$build1.class";
    private static final String READER = "io/quarkus/runner/recorded/B$build2.class";

    @Test
    void givesTheSameClassesWhateverTheBuildCounted() throws IOException {
        Map<String, byte[]> one = build("proxykey31", "proxykey7");
        Map<String, byte[]> other = build("proxykey8", "proxykey102");

        RecordedKeys.renumber(one);
        RecordedKeys.renumber(other);

        assertThat(one).usingRecursiveComparison().isEqualTo(other);
        assertThat(strings(one, WRITER)).containsExactly("other", "proxykey1", "proxykey2");
        assertThat(strings(one, READER)).containsExactly("proxykey2", "proxykey1");
    }

    @Test
    void leavesOtherClassesAsTheyAre() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] application = writing("a.B", "proxykey9");
        files.put("a/B.class", application.clone());
        files.put("io/quarkus/runner/readme.txt", new byte[] {1});

        RecordedKeys.renumber(files);

        assertThat(files.get("a/B.class")).isEqualTo(application);
        assertThat(files.get("io/quarkus/runner/readme.txt")).containsExactly(1);
    }

    @Test
    void refusesWhatIsNoClass() {
        Map<String, byte[]> files = new LinkedHashMap<>(Map.of("io/quarkus/runner/A.class", new byte[64]));

        assertThatThrownBy(() -> RecordedKeys.renumber(files)).hasMessageContaining("expected a class");
    }

    private static Map<String, byte[]> build(String first, String second) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        // Not in the order of their names: archives may have any.
        files.put(READER, writing("io.quarkus.runner.recorded.B$build2", second, first));
        files.put(WRITER, writing("io.quarkus.runner.recorded.A$build1", "other", first, second));
        return files;
    }

    /** A class with a method that loads strings, and numbers that take two places among the constants. */
    private static byte[] writing(String name, String... strings) {
        return ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        type -> type.withMethodBody(
                                "run", MethodTypeDesc.of(ConstantDescs.CD_void), ClassFile.ACC_STATIC, code -> {
                                    code.loadConstant(Long.MAX_VALUE).pop2();
                                    Arrays.stream(strings)
                                            .forEach(string ->
                                                    code.loadConstant(string).pop());
                                    code.return_();
                                }));
    }

    private static List<String> strings(Map<String, byte[]> files, String name) {
        ClassModel parsed = ClassFile.of().parse(Objects.requireNonNull(files.get(name)));
        return StreamSupport.stream(parsed.constantPool().spliterator(), false)
                .filter(StringEntry.class::isInstance)
                .map(entry -> ((StringEntry) entry).stringValue())
                .toList();
    }
}
