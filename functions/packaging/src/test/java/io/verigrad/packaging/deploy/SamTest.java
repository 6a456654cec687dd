package io.verigrad.packaging.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The template for a local try says what Terraform says and what the packages need. */
class SamTest {
    private static final Path HOME = Path.of("../..");
    private static final Path TEMPLATE = HOME.resolve("deploy/sam/template.yaml");
    /** Of the JVM, of the adapter, and of a library. */
    private static final Set<String> NO_SETTINGS =
            Set.of("JAVA_TOOL_OPTIONS", "VERIGRAD_LAMBDA_REPORT", "MP_MESSAGING_INCOMING_ATTESTED_IN_ENABLED");

    private JsonNode template = com.fasterxml.jackson.databind.node.MissingNode.getInstance();

    @BeforeEach
    void read() throws IOException {
        template = new YAMLMapper().readTree(Files.readString(TEMPLATE));
    }

    @ParameterizedTest
    @CsvSource({
        "PaymentFn, payment-fn, functions/payment-fn",
        "VerifierFn, verifier-fn, verifier-fn",
        "SettlementFn, settlement-fn, settlement-fn"
    })
    void setsWhatTheFunctionReadsAndAllThatItNeeds(String resource, String service, String module) throws IOException {
        JsonNode function = template.path("Resources").path(resource).path("Properties");
        Set<String> variables = new TreeSet<>();
        template.at("/Globals/Function/Environment/Variables").fieldNames().forEachRemaining(variables::add);
        function.at("/Environment/Variables").fieldNames().forEachRemaining(variables::add);
        Set<String> settings = variables.stream()
                .filter(name -> !NO_SETTINGS.contains(name))
                // What is given by reference stands for the setting.
                .map(name -> name.replaceFirst("_SECRET_ARN$", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Settings.of(HOME).problems(service, settings)).isEmpty();
        assertThat(TEMPLATE.resolveSibling(function.path("CodeUri").asText()).normalize())
                .isEqualTo(HOME.resolve(module).resolve("target/lambda/function.zip"));
        assertThat(HOME.resolve(module).resolve("pom.xml")).content().contains("<id>lambda</id>");
    }

    @Test
    void runsAsTerraformRunsIt() throws IOException {
        JsonNode all = template.at("/Globals/Function");
        String module = Files.readString(HOME.resolve("terraform/modules/aws-lambda-function/variables.tf"));
        String main = Files.readString(HOME.resolve("terraform/modules/aws-lambda-function/main.tf"));

        assertThat(module)
                .contains('"' + all.path("Runtime").asText() + '"')
                .contains('"' + all.path("Handler").asText() + '"');
        assertThat(main)
                .contains(
                        '"' + all.at("/Environment/Variables/JAVA_TOOL_OPTIONS").asText() + '"');
        assertThat(Files.readString(HOME.resolve("docs/deploy-lambda.md")))
                .contains(all.path("Handler").asText());
    }

    @Test
    void refersToItsParametersAndUsesEach() throws IOException {
        Set<String> used = Pattern.compile("!Ref (\\w+)")
                .matcher(Files.readString(TEMPLATE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> parameters = new TreeSet<>();
        template.path("Parameters").fieldNames().forEachRemaining(parameters::add);

        assertThat(used).isEqualTo(parameters);
        assertThat(template.at("/Parameters/LedgerPassword/NoEcho").asBoolean()).isTrue();
        assertThat(template.at("/Parameters/LedgerPassword/Default").isMissingNode())
                .isTrue();
    }
}
