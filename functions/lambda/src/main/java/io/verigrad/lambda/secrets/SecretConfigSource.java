package io.verigrad.lambda.secrets;

import io.smallrye.config.EnvConfigSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The secrets that the environment names by ARN, beside the environment itself and by its rules for names. */
public final class SecretConfigSource extends EnvConfigSource {
    private static final long serialVersionUID = 1L;
    /** One more than the environment's. */
    private static final int ORDINAL = 301;

    /** Asks Secrets Manager, where the environment refers to it at all: a build's does not. */
    public SecretConfigSource() {
        super(read(System.getenv()), ORDINAL);
    }

    private static Map<String, String> read(Map<String, String> environment) {
        SigV4.Credentials credentials = new SigV4.Credentials(
                environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                environment.getOrDefault("AWS_SESSION_TOKEN", ""));
        Optional<URI> endpoint = Optional.ofNullable(environment.get("AWS_ENDPOINT_URL_SECRETS_MANAGER"))
                .map(URI::create);
        SecretsManager manager = new SecretsManager(credentials, endpoint, Clock.systemUTC());
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"),
                "verigrad-secrets-" + ProcessHandle.current().pid());
        return SecretSettings.resolve(environment, manager::value, folder);
    }
}
