package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.value.Hash32;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FacilitatorMessagesTest {
    private static final Hash32 TRANSACTION = Hash32.parse("0x" + "ab".repeat(32));

    @Test
    void readsRequestsOfBothVersions() throws Exception {
        FacilitatorRequest v2 = new FacilitatorRequest(Samples.payment(), Samples.OFFER);
        ObjectNode v1 = WireJson.object().put("x402Version", 1);
        v1.set(
                "paymentPayload",
                PaymentPayload.v1(
                                "exact",
                                Samples.BASE_SEPOLIA,
                                v2.paymentPayload().payload())
                        .toJson());
        v1.set("paymentRequirements", Samples.OFFER.toV1Json(Samples.RESOURCE).orElseThrow());

        assertThat(FacilitatorRequest.parse(v2.toJson())).isEqualTo(v2);
        assertThat(EvmSchemes.verify(
                        FacilitatorRequest.parse(v1).paymentPayload(),
                        FacilitatorRequest.parse(v1).paymentRequirements(),
                        facilitator -> false,
                        Samples.CLOCK,
                        EvmSchemes.BLOCK_MARGIN))
                .isInstanceOf(Verification.Valid.class);
    }

    @Test
    void refusesARequestOfTwoVersions() {
        JsonNode mixed =
                Samples.with(new FacilitatorRequest(Samples.payment(), Samples.OFFER).toJson(), "/x402Version", "1");

        assertThatThrownBy(() -> FacilitatorRequest.parse(mixed)).isInstanceOf(PaymentFormatException.class);
    }

    @Test
    void writesVerdictsAsTheReferenceDoes() throws Exception {
        VerifyResponse valid = VerifyResponse.valid(Samples.PAYER.address());
        VerifyResponse invalid = VerifyResponse.invalid("invalid_payload", "expected more", Optional.empty());

        assertThat(valid.toJson())
                .isEqualTo(Samples.json("{\"isValid\":true,\"payer\":\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\"}"));
        assertThat(VerifyResponse.parse(invalid.toJson())).isEqualTo(invalid);
    }

    @Test
    void writesSettlementsOfBothVersions() throws Exception {
        SettleResponse settled = SettleResponse.settled(Samples.PAYER.address(), TRANSACTION, Samples.BASE_SEPOLIA);

        assertThat(SettleResponse.parse(settled.toJson())).isEqualTo(settled);
        assertThat(settled.toJson(ProtocolVersion.V1).path("network").asText()).isEqualTo("base-sepolia");
    }

    @Test
    void namesNoTransactionBeforeThereIsOne() throws Exception {
        SettleResponse deferred = SettleResponse.deferred(
                Samples.PAYER.address(), Samples.BASE_SEPOLIA, Samples.json("{\"verigrad\":{\"state\":\"SERVED\"}}"));

        assertThat(deferred.toJson().path("transaction").asText()).isEmpty();
        assertThat(SettleResponse.parse(deferred.toJson())).isEqualTo(deferred);
    }

    @Test
    void namesWhatIsSupported() {
        SupportedResponse supported = new SupportedResponse(
                List.of(
                        SupportedResponse.Kind.exact(ProtocolVersion.V2, Samples.BASE_SEPOLIA),
                        SupportedResponse.Kind.exact(ProtocolVersion.V1, Samples.BASE_SEPOLIA)),
                List.of(),
                List.of(Samples.PAYEE));

        assertThat(supported.toJson()).isEqualTo(Samples.json("""
                {"kinds":[{"x402Version":2,"scheme":"exact","network":"eip155:84532"},
                {"x402Version":1,"scheme":"exact","network":"base-sepolia"}],"extensions":[],
                "signers":{"eip155:*":["0x209693Bc6afc0C5328bA36FaF03C514EF312287C"]}}"""));
    }
}
