package io.verigrad.lambda.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of AWS's own documentation and test suite. */
class SigV4Test {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final SigV4.Credentials EXAMPLE =
            new SigV4.Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "");

    @Test
    void signsTheExampleOfIam() {
        Map<String, String> headers = new SigV4(EXAMPLE, "us-east-1", "iam")
                .signed(
                        "GET",
                        "Action=ListUsers&Version=2010-05-08",
                        Map.of(
                                "host",
                                "iam.amazonaws.com",
                                "content-type",
                                "application/x-www-form-urlencoded; charset=utf-8"),
                        new byte[0],
                        NOW);

        assertThat(headers.get("authorization"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date,"
                        + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @Test
    void signsThePostOfTheTestSuite() {
        Map<String, String> headers = new SigV4(EXAMPLE, "us-east-1", "service")
                .signed("POST", "", Map.of("host", "example.amazonaws.com"), new byte[0], NOW);

        assertThat(headers.get("authorization"))
                .endsWith("Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    @Test
    void signsTheTokenOfShortLivedCredentialsAndPrintsNoSecret() {
        SigV4.Credentials session = new SigV4.Credentials("AKIDEXAMPLE", "secret", "token");

        Map<String, String> headers = new SigV4(session, "us-east-1", "service")
                .signed("POST", "", Map.of("host", "example.amazonaws.com"), new byte[0], NOW);

        assertThat(headers).containsEntry("x-amz-security-token", "token");
        assertThat(headers.get("authorization")).contains("host;x-amz-date;x-amz-security-token");
        assertThat(session.toString()).doesNotContain("secret", "token");
    }
}
