package io.verigrad.lambda.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings whose values are secrets: {@code NAME_SECRET_ARN} gives the setting {@code NAME} the value of that secret. A
 * setting that wants a file ({@code ..._FILE}) gets one that only this process can read.
 */
final class SecretSettings {
    static final String SUFFIX = "_SECRET_ARN";

    private SecretSettings() {}

    /** Reads a secret. */
    @FunctionalInterface
    interface Secrets {
        String value(SecretReference reference) throws IOException;
    }

    /**
     * The settings by their names as environment variables.
     *
     * @param folder for files; made where a setting wants one
     * @throws IllegalStateException if one cannot be read; the message names the setting
     */
    static Map<String, String> resolve(Map<String, String> environment, Secrets secrets, Path folder) {
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((name, reference) -> {
            if (name.endsWith(SUFFIX)) {
                String setting = name.substring(0, name.length() - SUFFIX.length());
                try {
                    String value = secrets.value(SecretReference.parse(reference));
                    settings.put(setting, setting.endsWith("_FILE") ? file(folder, setting, value) : value);
                } catch (IOException | IllegalArgumentException e) {
                    throw new IllegalStateException(name + ": " + e.getMessage(), e);
                }
            }
        });
        return settings;
    }

    private static String file(Path folder, String setting, String value) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve(setting);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, value).toString();
    }
}
