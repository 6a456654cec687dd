package io.verigrad.lambda.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function signs in to the bus with what Terraform gives it: settings without a secret, and the secret by reference. */
class WriterCredentialsTest {
    private static final Path OUTPUTS = Path.of("../../terraform/modules/aws-settlement/outputs.tf");
    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:AmazonMSK_writer-a1b2c3";

    @TempDir
    Path folder;

    @Test
    void putsNameAndPasswordIntoTheSettingsOfKafka() throws Exception {
        Map<String, String> environment = new TreeMap<>(terraformed());
        environment.put("VERIGRAD_KAFKA_USER_SECRET_ARN", ARN + ":username::");
        environment.put("VERIGRAD_KAFKA_PASSWORD_SECRET_ARN", ARN + ":password::");
        Map<String, String> secrets = SecretSettings.resolve(
                environment,
                reference -> reference.member().orElseThrow().equals("username") ? "writer" : "a;b c",
                folder);

        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(environment, 300), new EnvConfigSource(secrets, 301))
                .build();

        assertThat(config.getValue("kafka.sasl.jaas.config", String.class))
                .isEqualTo("org.apache.kafka.common.security.scram.ScramLoginModule required "
                        + "username=\"writer\" password=\"a;b c\";");
        assertThat(config.getValue("kafka.sasl.mechanism", String.class)).isEqualTo("SCRAM-SHA-512");
        assertThat(config.getValue("kafka.security.protocol", String.class)).isEqualTo("SASL_SSL");
    }

    /** The constants of the output {@code kafka_environment}. */
    private static Map<String, String> terraformed() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        Pattern.compile("^ +(KAFKA_[A-Z_]+) += \"(.*)\"$", Pattern.MULTILINE)
                .matcher(Files.readString(OUTPUTS))
                .results()
                .forEach(found -> settings.put(
                        found.group(1), found.group(2).replace("\\\"", "\"").replace("$${", "${")));
        assertThat(settings)
                .containsOnlyKeys("KAFKA_SECURITY_PROTOCOL", "KAFKA_SASL_MECHANISM", "KAFKA_SASL_JAAS_CONFIG");
        return settings;
    }
}
