package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip2612Permit;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2Signer;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payers who have tokens and no ether, and never let Permit2 take anything. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class SponsoredPaymentTest extends PaymentFnTest {
    private static final ChainId CHAIN = new ChainId(84532);
    private static final TypedDataDomain TOKEN = TypedDataDomain.of("USDC", "2", CHAIN, DevnetContracts.USDC);
    private static final TokenAmount PRICE = TokenAmount.of(10_000);

    private final Address payee = PrivateKey.parse(fresh().toString()).address();
    private PrivateKey payer = Keys.STRANGER;

    @BeforeEach
    void hasTokens() throws Exception {
        payer = payer(50_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "upto"})
    void paysWithAPermit(String scheme) throws Exception {
        assertRefused(request(terms(scheme), Optional.empty()), "permit2_allowance_required");

        String request = request(terms(scheme), Optional.of(permit(payer, BigInteger.ZERO)));
        assertThat(post("verify", request).text()).contains("\"isValid\":true");
        assertThat(post("settle", request).text()).contains("\"success\":true");
        assertThat(post("settle", request).text()).contains("\"success\":true");

        assertThat(chain.balanceOf(DevnetContracts.USDC, payee)).isEqualTo(PRICE);
    }

    @Test
    void paysThoughSomebodyShowedThePermitBefore() throws Exception {
        approve(payer, 10_000);

        // The token refuses this permit, which is not the payer's next; what counts is the allowance.
        String request = request(terms("exact"), Optional.of(permit(payer, BigInteger.valueOf(7))));
        assertThat(post("settle", request).text()).contains("\"success\":true");
    }

    @Test
    void refusesAPermitThatTheTokenRefuses() throws Exception {
        assertRefused(
                request(terms("exact"), Optional.of(permit(payer, BigInteger.ONE))), "permit2_allowance_required");
        Eip2612Permit forged = permit(Keys.STRANGER, BigInteger.ZERO);
        assertRefused(
                request(
                        terms("exact"),
                        Optional.of(new Eip2612Permit(
                                payer.address(),
                                forged.asset(),
                                forged.spender(),
                                forged.amount(),
                                forged.nonce(),
                                forged.deadline(),
                                forged.signature()))),
                "permit2_allowance_required");
    }

    @ParameterizedTest
    @CsvSource({
        "from,      0x00000000000000000000000000000000000000aa, eip2612_from_mismatch",
        "asset,     0x00000000000000000000000000000000000000aa, eip2612_asset_mismatch",
        "spender,   0x00000000000000000000000000000000000000aa, eip2612_spender_not_permit2",
        "amount,    9999,                                       permit2_2612_amount_mismatch",
        "deadline,  1,                                          eip2612_deadline_expired",
        "from,      nobody,                                     invalid_eip2612_extension_format",
        "amount,    -1,                                         invalid_eip2612_extension_format",
        "signature, 0x1234,                                     invalid_eip2612_extension_format",
    })
    void refusesAPermitForSomethingElse(String member, String value, String reason) throws Exception {
        ObjectNode request = (ObjectNode) new FacilitatorRequest(
                        payment(terms("exact"), Optional.of(permit(payer, BigInteger.ZERO))), terms("exact"))
                .toJson();
        ((ObjectNode) request.at("/paymentPayload/extensions/eip2612GasSponsoring/info")).put(member, value);

        assertRefused(request.toString(), reason);
    }

    @Test
    void isSupported() {
        assertThat(get("supported").json().path("extensions").toString()).contains("eip2612GasSponsoring");
    }

    private void assertRefused(String request, String reason) {
        assertThat(post("verify", request).member("invalidReason")).isEqualTo(reason);
        assertThat(post("settle", request).member("errorReason")).isEqualTo(reason);
    }

    private static Eip2612Permit permit(PrivateKey signer, BigInteger nonce) {
        return Eip2612Permit.sign(
                signer,
                DevnetContracts.USDC,
                TOKEN,
                PRICE,
                nonce,
                BigInteger.valueOf(Instant.now().getEpochSecond() + 600));
    }

    private PaymentRequirements terms(String scheme) {
        return PaymentRequirements.of(
                scheme,
                CHAIN,
                PRICE,
                DevnetContracts.USDC,
                payee,
                600,
                Map.of(
                        "name", "USDC",
                        "version", "2",
                        "assetTransferMethod", "permit2",
                        "facilitatorAddress", Keys.FACILITATOR.address().toString()));
    }

    private String request(PaymentRequirements terms, Optional<Eip2612Permit> permit) {
        return new FacilitatorRequest(payment(terms, permit), terms).toJson().toString();
    }

    private PaymentPayload payment(PaymentRequirements terms, Optional<Eip2612Permit> permit) {
        PaymentPayload signed = new Permit2Signer(payer, Clock.systemUTC())
                .pay(terms, Optional.empty(), new BigInteger(1, fresh().toArray()));
        return PaymentPayload.v2(terms, Optional.empty(), signed.payload(), permit.map(Eip2612Permit::toExtensions));
    }
}
