package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A registered enclave that lies in its receipts, and one that should never be registered. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DishonestEnclaveTest {
    private static final TokenAmount PRICE = TokenAmount.of(250);
    private static final Hash32 REQUEST = ContentHash.request("POST", "/v2/models/x/infer", new byte[] {'{', '}'});

    private Devnet devnet;
    private Enclave enclave;
    private Ledger ledger;

    @BeforeAll
    void register(Devnet devnet) throws Exception {
        this.devnet = devnet;
        this.enclave = Enclave.register(devnet);
        this.ledger = new Ledger(devnet);
    }

    @Test
    void isPaidForAnHonestReceipt() throws Exception {
        PaymentPayload payment = reserve();

        publish(receipt(payment, REQUEST, enclave.key()));

        assertThat(ledger.awaitFinal(id(payment)).state()).isEqualTo("SETTLED");
    }

    @Test
    void isNotPaidForAnotherRequest() throws Exception {
        TokenAmount before = ledger.balanceAtRest(Accounts.OTHER_PAYER.address());
        PaymentPayload payment = reserve();

        publish(receipt(payment, Hash32.ZERO, enclave.key()));

        assertThat(ledger.awaitFinal(id(payment)).state()).isEqualTo("RELEASED");
        assertThat(ledger.balance(Accounts.OTHER_PAYER.address())).isEqualTo(before);
    }

    @Test
    void aForgedReceiptNeitherChargesNorReleasesThePayment() throws Exception {
        TokenAmount before = ledger.balanceAtRest(Accounts.OTHER_PAYER.address());
        PaymentPayload payment = reserve();

        publish(receipt(payment, REQUEST, PrivateKey.generate(new SecureRandom())));
        publish(receipt(payment, REQUEST, enclave.key()));

        // Both events have one key, so the forged one was appraised first.
        assertThat(ledger.awaitFinal(id(payment)).state()).isEqualTo("SETTLED");
        assertThat(before.minus(ledger.balance(Accounts.OTHER_PAYER.address()))).isEqualTo(PRICE);
    }

    @Test
    void aRunnerOfAnotherMeasurementIsNotAffirmed() throws Exception {
        Enclave other = new Enclave(devnet, PrivateKey.generate(new SecureRandom()));

        JsonNode appraisal = other.appraise(other.evidence("0x" + "ab".repeat(32)));

        assertThat(appraisal.get("status").asText()).isEqualTo("contraindicated");
        assertThat(appraisal.get("reasons")).isNotEmpty();
        assertThat(appraisal.path("signature").isTextual()).isFalse();
    }

    private PaymentPayload reserve() throws Exception {
        PaymentPayload payment = RawCalls.pay(terms(), Accounts.OTHER_PAYER);
        SignedCall call = SignedCall.sign(
                "check",
                Map.of(
                        "payment", payment.toJson(),
                        "requirements", terms().toJson(),
                        "requestHash", REQUEST,
                        "host", Accounts.HOST.address(),
                        "offer", offer()),
                enclave.domain(),
                enclave.key(),
                Clock.systemUTC());
        JsonNode outcome = Enclave.post(devnet.payment().url().resolve("/check"), call);
        assertThat(outcome.path("outcome").asText()).as(outcome.toString()).isEqualTo("reserved");
        return payment;
    }

    private SignedReceipt receipt(PaymentPayload payment, Hash32 requestHash, PrivateKey signer) throws Exception {
        Receipt receipt = new Receipt(
                requestHash,
                ContentHash.response(new byte[0]),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                offer().offer().structHash(),
                id(payment),
                Hash32.ZERO,
                Accounts.OTHER_PAYER.address(),
                devnet.vault(),
                devnet.contracts().usdc(),
                enclave.key().address(),
                PRICE,
                PRICE,
                1,
                1,
                1,
                devnet.chain().latestBlock().timestamp(),
                Scheme.EXACT_EIP3009,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(receipt, enclave.domain(), offer(), signer);
    }

    private SignedOffer offer() {
        Offer offer = new Offer(
                Hash32.ZERO,
                devnet.vault(),
                devnet.contracts().usdc(),
                PRICE,
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                Clock.systemUTC().instant().getEpochSecond() / 3600 * 3600 + 7200);
        return SignedOffer.sign(offer, enclave.domain(), enclave.key());
    }

    private PaymentRequirements terms() {
        return PaymentRequirements.of(
                PaymentRequirements.EXACT,
                new ChainId(84532),
                PRICE,
                devnet.contracts().usdc(),
                devnet.vault(),
                3600,
                Map.of("name", "USDC", "version", "2"));
    }

    private Hash32 id(PaymentPayload payment) throws Exception {
        return RawCalls.paymentId(payment, terms());
    }

    private void publish(SignedReceipt receipt) throws Exception {
        ProducerRecord<String, byte[]> event = new ProducerRecord<>(
                InferenceAttested.TOPIC,
                receipt.receipt().paymentId().toString(),
                Json.write(new InferenceAttested(receipt)));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_source", "/test",
                        "ce_type", InferenceAttested.TYPE,
                        "content-type", "application/json")
                .forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", devnet.broker().bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(event).get(30, TimeUnit.SECONDS);
        }
    }
}
