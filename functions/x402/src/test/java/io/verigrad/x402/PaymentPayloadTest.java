package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentPayloadTest {
    private static final String V1 = """
            {"x402Version":1,"scheme":"exact","network":"base-sepolia","payload":{"signature":"0x00","authorization":{
            "from":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8","to":"0x209693Bc6afc0C5328bA36FaF03C514EF312287C",
            "value":"10000","validAfter":"1","validBefore":"2",
            "nonce":"0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480"}}}
            """;

    @Test
    void isWrittenAsItWasRead() throws Exception {
        JsonNode json = Samples.paymentWith("/accepted/asset", "\"" + "0x036cbd53842c5426634e7929541ec2318f3dcf7e\"");

        assertThat(PaymentPayload.parse(json).toJson()).isEqualTo(json);
    }

    @Test
    void readsVersionOneIntoTheSameModel() throws Exception {
        PaymentPayload payment = PaymentPayload.parse(Samples.json(V1));

        assertThat(payment.version()).isEqualTo(ProtocolVersion.V1);
        assertThat(payment.network()).isEqualTo(Samples.BASE_SEPOLIA);
        assertThat(payment.accepted()).isEmpty();
        assertThat(payment.toJson()).isEqualTo(Samples.json(V1));
    }

    @ParameterizedTest
    @CsvSource({"/resource, null", "/extensions, null", "/accepted/extra, null", "/unknown, [1]", "/accepted/more, {}"})
    void takesNullForAbsentAndIgnoresWhatItDoesNotKnow(String pointer, String json) throws Exception {
        PaymentPayload payment = PaymentPayload.parse(Samples.paymentWith(pointer, json));

        assertThat(payment.scheme()).isEqualTo("exact");
    }

    @ParameterizedTest
    @CsvSource({"'\"10000\"', 10000", "10000, 10000", "'\"0x2710\"', 10000", "'\"007\"', 7"})
    void toleratesNumbersAndHexInAuthorizations(String json, BigInteger expected) throws Exception {
        PaymentPayload payment = PaymentPayload.parse(Samples.paymentWith("/payload/authorization/value", json));

        assertThat(ExactEvmPayload.parse(payment.payload())
                        .authorization()
                        .value()
                        .value())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/x402Version              | 3                 | invalid_x402_version",
                "/x402Version              | \"2\"             | invalid_x402_version",
                "/x402Version              | ''                | invalid_x402_version",
                "/x402Version              | 2.0               | invalid_x402_version",
                "/payload                  | ''                | invalid_payload",
                "/payload                  | []                | invalid_payload",
                "/payload                  | null              | invalid_payload",
                "/accepted                 | ''                | invalid_payload",
                "/accepted                 | \"exact\"         | invalid_payment_requirements",
                "/accepted/scheme          | 1                 | invalid_payment_requirements",
                "/accepted/scheme          | \"\"              | invalid_payment_requirements",
                "/accepted/network         | \"base\"          | invalid_network",
                "/accepted/network         | \"solana:mainnet\"| invalid_network",
                "/accepted/network         | \"eip155:0\"      | invalid_network",
                "/accepted/amount          | 10000             | invalid_payment_requirements",
                "/accepted/amount          | \"-1\"            | invalid_payment_requirements",
                "/accepted/amount          | \"1.5\"           | invalid_payment_requirements",
                "/accepted/amount          | \"115792089237316195423570985008687907853269984665640564039457584007913129639936\" | invalid_payment_requirements",
                "/accepted/asset           | \"0x00\"          | invalid_payment_requirements",
                "/accepted/asset           | \"0x036CbD53842c5426634e7929541eC2318f3dCF7E\" | invalid_payment_requirements",
                "/accepted/payTo           | \"alice\"         | invalid_payment_requirements",
                "/accepted/maxTimeoutSeconds | 0               | invalid_payment_requirements",
                "/accepted/maxTimeoutSeconds | \"60\"          | invalid_payment_requirements",
                "/accepted/maxTimeoutSeconds | 4294967296      | invalid_payment_requirements",
                "/accepted/extra           | \"USDC\"          | invalid_payment_requirements",
                "/resource                 | \"https://x\"     | invalid_payload",
                "/resource/url             | ''                | invalid_payload",
                "/extensions               | 1                 | invalid_payload",
                "/more                     | 9007199254740992  | invalid_payload",
                "/more                     | 1e999             | invalid_payload",
                "/more                     | \"\\ud800\"       | invalid_payload",
            })
    void refusesMalformedMembers(String pointer, String json, String reason) {
        JsonNode malformed = Samples.paymentWith(pointer, json.strip());

        assertThatThrownBy(() -> PaymentPayload.parse(malformed))
                .isInstanceOfSatisfying(
                        PaymentFormatException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(reason.strip()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/payload/signature                 | \"0x0\"",
                "/payload/signature                 | \"00\"",
                "/payload/signature                 | 12",
                "/payload/authorization             | \"x\"",
                "/payload/authorization/from        | \"0x00\"",
                "/payload/authorization/to          | null",
                "/payload/authorization/value       | \"-1\"",
                "/payload/authorization/value       | -1",
                "/payload/authorization/value       | 1.5",
                "/payload/authorization/value       | \"\"",
                "/payload/authorization/value       | \"0x\"",
                "/payload/authorization/value       | \"115792089237316195423570985008687907853269984665640564039457584007913129639936\"",
                "/payload/authorization/validAfter  | true",
                "/payload/authorization/validBefore | \"1e9\"",
                "/payload/authorization/nonce       | \"0x00\"",
                "/payload/authorization/nonce       | 5",
            })
    void refusesMalformedAuthorizations(String pointer, String json) throws Exception {
        PaymentPayload payment = PaymentPayload.parse(Samples.paymentWith(pointer.strip(), json.strip()));

        assertThatThrownBy(() -> ExactEvmPayload.parse(payment.payload()))
                .isInstanceOfSatisfying(
                        PaymentFormatException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_PAYLOAD));
    }

    @Test
    void canAlwaysBeHashedAgainOnceRead() throws Exception {
        JsonNode json = Samples.paymentWith("/extensions", "{\"a\":[1.5,-0.0,1e-300,\"\\u20ac\\ud83d\\ude00\"]}");

        assertThat(CanonicalJson.digest(PaymentPayload.parse(json))).isEqualTo(CanonicalJson.digest(json));
    }

    @Test
    void isAJacksonValueInsideOtherRecords() throws Exception {
        record Body(PaymentPayload payment, PaymentRequirements requirements) {}
        Body body = new Body(Samples.payment(), Samples.OFFER);

        assertThat(Json.read(Json.write(body), Body.class)).isEqualTo(body);
    }

    @Test
    void printsNoSignature() throws Exception {
        PaymentPayload payment = Samples.payment();
        ExactEvmPayload payload = ExactEvmPayload.parse(payment.payload());
        String digits = payload.signature().toString().substring(2, 34);

        assertThat(payment.toString()).doesNotContain(digits);
        assertThat(payload.toString()).doesNotContain(digits);
        assertThat(new FacilitatorRequest(payment, Samples.OFFER).toString()).doesNotContain(digits);
    }
}
