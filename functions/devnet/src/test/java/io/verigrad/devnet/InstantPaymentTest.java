package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A payer whom nobody trusts with a debt. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstantPaymentTest {
    private Devnet devnet;
    private RawCalls calls;
    private Ledger ledger;

    @BeforeAll
    void connect(Devnet devnet) {
        this.devnet = devnet;
        this.calls = RawCalls.to(devnet.runner());
        this.ledger = new Ledger(devnet);
    }

    @Test
    void isAnsweredOnceItHasPaidOnChain() throws Exception {
        TokenAmount before = ledger.balance(Accounts.UNTRUSTED_PAYER.address());
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        String header = RawCalls.header(RawCalls.pay(terms, Accounts.UNTRUSTED_PAYER));

        HttpResponse<byte[]> answer = calls.paid(RawCalls.INFER, RawCalls.SETOSA, header);
        TokenAmount after = ledger.balance(Accounts.UNTRUSTED_PAYER.address());
        HttpResponse<byte[]> again = calls.paid(RawCalls.INFER, RawCalls.SETOSA, header);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(before.minus(after)).as("paid before the answer came").isEqualTo(terms.amount());
        assertSettledOnChain(answer, settlement(answer, "PAYMENT-RESPONSE"));
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(ledger.balance(Accounts.UNTRUSTED_PAYER.address())).isEqualTo(after);
    }

    @Test
    void isAnsweredInVersionOneAsWell() throws Exception {
        PaymentRequirements terms = calls.offer(RawCalls.INFER, RawCalls.SETOSA);
        PaymentPayload payment = RawCalls.pay(terms, Accounts.UNTRUSTED_PAYER);
        String header = PaymentHeader.encode(
                PaymentPayload.v1("exact", terms.network(), payment.payload()).toJson());

        HttpResponse<byte[]> answer = calls.post(RawCalls.INFER, RawCalls.SETOSA, "X-PAYMENT", header);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertSettledOnChain(answer, settlement(answer, ProtocolVersion.V1.responseHeader()));
    }

    private void assertSettledOnChain(HttpResponse<byte[]> answer, JsonNode settlement) throws Exception {
        SignedReceipt receipt = RawCalls.receipt(answer);
        assertThat(settlement.path("success").asBoolean()).isTrue();
        assertThat(settlement.at("/extensions/verigrad/state").asText()).isEqualTo("settled");
        Hash32 hash = Hash32.parse(settlement.path("transaction").asText());
        TransactionReceipt transaction =
                devnet.chain().transactions().receiptOf(hash).orElseThrow();
        assertThat(devnet.chain().outcomes(transaction))
                .filteredOn(ItemOutcome.Settled.class::isInstance)
                .extracting(ItemOutcome::receiptId)
                .contains(receipt.id());
    }

    private static JsonNode settlement(HttpResponse<byte[]> answer, String header) throws Exception {
        return io.verigrad.json.Json.mapper()
                .readTree(Base64.getDecoder()
                        .decode(answer.headers().firstValue(header).orElseThrow()));
    }
}
