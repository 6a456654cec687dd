package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2Signer;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A facilitator with three accounts, of which {@link DevChain} gives ether to two. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class SeveralAccountsTest extends PaymentFnTest {
    private static final Address FIRST = Keys.FACILITATOR.address();
    private static final Address SECOND = Keys.OTHER_FACILITATOR.address();
    private static final Address DRY = Keys.DRY_FACILITATOR.address();

    @Inject
    TransactionJournal journal;

    @Test
    void sendsFromEachThatHasEther() throws Exception {
        Set<Address> senders = new HashSet<>();
        for (int i = 0; i < 60 && senders.size() < 2; i++) {
            senders.add(settled(exact()));
        }

        assertThat(senders).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(get("supported").json().at("/signers/eip155:*")).hasSize(3);
    }

    @Test
    void sendsFromTheAccountThatThePayerOfUptoNames() throws Exception {
        assertThat(settled(upto(SECOND))).isEqualTo(SECOND);
        assertThat(settled(upto(FIRST))).isEqualTo(FIRST);
    }

    @Test
    void asksToTryLaterWhereTheNamedAccountHasNoEther() throws Exception {
        String request = upto(DRY);

        assertThat(post("verify", request).text()).contains("\"isValid\":true");
        Answer settled = post("settle", request);
        assertThat(settled.status()).as(settled.text()).isEqualTo(503);
        assertThat(settled.member("errorMessage")).contains("ether");
    }

    private Address settled(String request) {
        Answer answer = post("settle", request);
        assertThat(answer.json().path("success").asBoolean()).as(answer.text()).isTrue();
        Hash32 transaction = Hash32.parse(answer.member("transaction"));
        return journal.find(transaction)
                .await()
                .atMost(Duration.ofSeconds(10))
                .orElseThrow()
                .from();
    }

    private String exact() throws Exception {
        Address payee = someone();
        PaymentRequirements terms = CheckBody.requirements(10_000, payee);
        return new FacilitatorRequest(CheckBody.payment(payer(50_000), terms, payee, 10_000, 600, fresh()), terms)
                .toJson()
                .toString();
    }

    private String upto(Address facilitator) throws Exception {
        PrivateKey payer = payer(50_000);
        approve(payer, 50_000);
        PaymentRequirements terms = PaymentRequirements.of(
                PaymentRequirements.UPTO,
                new ChainId(84532),
                TokenAmount.of(10_000),
                DevnetContracts.USDC,
                someone(),
                600,
                Map.of("facilitatorAddress", facilitator.toString()));
        BigInteger nonce = new BigInteger(1, fresh().toArray());
        return new FacilitatorRequest(
                        new Permit2Signer(payer, Clock.systemUTC()).pay(terms, Optional.empty(), nonce), terms)
                .toJson()
                .toString();
    }

    private static Address someone() {
        return PrivateKey.parse(fresh().toString()).address();
    }
}
