package io.verigrad.attestation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Terraform modules of runners put out goes into a policy as it is. The modules' own tests write the same files. */
class TerraformedReferenceValuesTest {
    private static final Path MODULES = Path.of("../../terraform/modules");

    @ParameterizedTest
    @ValueSource(strings = {"gcp-confidential-gpu-runner", "azure-confidential-gpu-runner", "aws-nitro-forwarder"})
    void standInAPolicyForTheirFormat(String module) throws Exception {
        String file = Files.readString(MODULES.resolve(module).resolve("tests/reference-values.json"));
        ReferenceValues values = ReferenceValues.parse(file);
        ObjectNode policy = (ObjectNode) Yaml.read(sample());
        JsonNode measurements = Yaml.read(file).required("measurements");
        ((ObjectNode) policy.required("formats").required(values.format())).set("measurements", measurements);

        AppraisalPolicy read = AppraisalPolicy.parse(policy.toString());

        assertThat(values.sets()).hasSize(1);
        assertThat(read.format(values.format()).orElseThrow().measurements()).isEqualTo(values.sets());
    }

    private static String sample() throws Exception {
        try (var in = AppraisalPolicy.class.getResourceAsStream("sample-hardware-policy.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
