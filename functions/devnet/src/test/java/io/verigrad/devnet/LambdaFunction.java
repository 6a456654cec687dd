package io.verigrad.devnet;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A packaged function as the managed Java runtime runs it: {@code function.zip} unpacked, AWS's own runtime client, the
 * settings as environment variables, and nothing else.
 */
final class LambdaFunction implements AutoCloseable {
    private static final String HANDLER = "io.verigrad.lambda.EventGate::handleRequest";

    private final LambdaRuntime runtime;
    private final Process process;

    private LambdaFunction(LambdaRuntime runtime, Process process) {
        this.runtime = runtime;
        this.process = process;
    }

    static LambdaFunction start(Path home, String folder, Path work, Map<String, String> settings) throws IOException {
        Path zip = home.resolve(folder).resolve("target/lambda/function.zip");
        if (!Files.exists(zip)) {
            throw new IOException("expected the package for Lambda at " + zip + "; run ./verigrad build --lambda");
        }
        Path task = work.resolve(folder.replace('/', '-'));
        unpack(zip, task);
        LambdaRuntime runtime = new LambdaRuntime();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        task + File.pathSeparator + task.resolve("lib") + "/*" + File.pathSeparator + runtimeClient(),
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        HANDLER)
                .directory(task.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(folder.replace('/', '-') + ".log").toFile());
        builder.environment().putAll(environment(settings));
        // As the Terraform module sets it: Quarkus resets thread locals of its workers.
        builder.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED");
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtime.address());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", folder.replace('/', '-'));
        builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        builder.environment().put("AWS_LAMBDA_LOG_GROUP_NAME", "test");
        builder.environment().put("AWS_LAMBDA_LOG_STREAM_NAME", "test");
        builder.environment().put("LAMBDA_TASK_ROOT", task.toString());
        builder.environment().put("_HANDLER", HANDLER);
        return new LambdaFunction(runtime, builder.start());
    }

    LambdaRuntime.Outcome invoke(String event) throws InterruptedException {
        return runtime.invoke(event);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        runtime.close();
    }

    /** Settings as Terraform writes them: MicroProfile Config's names of environment variables. */
    private static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) ->
                environment.put(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        return environment;
    }

    /** What the managed runtime brings: these jars of the test's own class path. */
    private static String runtimeClient() {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> Path.of(jar).getFileName().toString().startsWith("aws-lambda-java-"))
                .toList();
        return jars.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
    }
}
