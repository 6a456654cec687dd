package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.ExactEvmPayload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class ReservedPaymentTest extends PaymentFnTest {
    private Address vault = Address.ZERO;

    @BeforeEach
    void findVault() throws Exception {
        vault = chain.vaultOf(Keys.HOST.address());
    }

    @Test
    void isConfirmedWhileTheChainWouldTakeIt() throws Exception {
        String paymentId = reserved(CheckBody.of(payer(50_000), vault, domain));

        assertThat(aboutPayment("confirm", paymentId, Keys.ENCLAVE).member("outcome"))
                .isEqualTo("confirmed");
    }

    @Test
    void isNotConfirmedOnceItsNonceIsSpentElsewhere() throws Exception {
        PrivateKey payer = payer(50_000);
        CheckBody body = CheckBody.of(payer, vault, domain);
        String paymentId = reserved(body);
        spendNonce(payer, body);

        Answer answer = aboutPayment("confirm", paymentId, Keys.ENCLAVE);

        assertThat(answer.member("outcome")).isEqualTo("refused");
        assertThat(answer.member("reason")).isEqualTo("invalid_exact_evm_nonce_already_used");
    }

    @Test
    void isNotConfirmedOnceTheMoneyIsGone() throws Exception {
        PrivateKey payer = payer(10_000);
        String paymentId = reserved(CheckBody.of(payer, vault, domain));
        spendNonce(payer, CheckBody.of(payer, vault, domain));

        assertThat(aboutPayment("confirm", paymentId, Keys.ENCLAVE).member("reason"))
                .isEqualTo("invalid_exact_evm_insufficient_balance");
    }

    @Test
    void isConfirmedAndReleasedForItsOwnRunnerOnly() throws Exception {
        String paymentId = reserved(CheckBody.of(payer(50_000), vault, domain));

        assertThat(aboutPayment("confirm", paymentId, Keys.OTHER_ENCLAVE).member("reason"))
                .isEqualTo("not_your_payment");
        assertThat(aboutPayment("release", paymentId, Keys.OTHER_ENCLAVE).member("reason"))
                .isEqualTo("not_your_payment");
        assertThat(state(paymentId)).isEqualTo("RESERVED");
    }

    @Test
    void isReleasedForEverAndFreesThePayersLimit() throws Exception {
        PrivateKey payer = payer(10_000);
        CheckBody body = CheckBody.of(payer, vault, domain);
        String paymentId = reserved(body);

        assertThat(aboutPayment("release", paymentId, Keys.ENCLAVE)
                        .json()
                        .path("released")
                        .asBoolean())
                .isTrue();
        assertThat(aboutPayment("release", paymentId, Keys.ENCLAVE)
                        .json()
                        .path("released")
                        .asBoolean())
                .isTrue();
        assertThat(state(paymentId)).isEqualTo("RELEASED");
        assertThat(called("check", body.json(), Keys.ENCLAVE).member("reason")).isEqualTo("payment_released");
        assertThat(aboutPayment("confirm", paymentId, Keys.ENCLAVE).member("reason"))
                .isEqualTo("payment_released");
        reserved(CheckBody.of(payer, vault, domain));
    }

    @Test
    void isUnknownUntilItIsChecked() {
        String nobodys = fresh().toString();

        assertThat(state(nobodys)).isEqualTo("UNKNOWN");
        assertThat(aboutPayment("confirm", nobodys, Keys.ENCLAVE).member("reason"))
                .isEqualTo("unknown_payment");
        assertThat(post("status", "{\"paymentId\":\"0x00\"}").member("reason")).isEqualTo("malformed_request");
    }

    private String reserved(CheckBody body) {
        Answer answer = called("check", body.json(), Keys.ENCLAVE);
        assertThat(answer.member("outcome")).isEqualTo("reserved");
        return answer.member("paymentId");
    }

    /** The payer signs the nonce again, for another payee, and somebody submits that. */
    private void spendNonce(PrivateKey payer, CheckBody body) throws Exception {
        Eip3009Authorization signed =
                ExactEvmPayload.parse(body.payment().payload()).authorization();
        Address friend = PrivateKey.parse(fresh().toString()).address();
        ExactEvmPayload spent =
                ExactEvmPayload.parse(CheckBody.payment(payer, body.requirements(), friend, 10_000, 600, signed.nonce())
                        .payload());
        DevChain.send(
                chain,
                body.requirements().asset(),
                new TransferWithAuthorization(
                                body.requirements().asset(),
                                payer.address(),
                                friend,
                                spent.authorization().value(),
                                spent.authorization().validAfter(),
                                spent.authorization().validBefore(),
                                signed.nonce(),
                                spent.signature())
                        .callData());
    }
}
