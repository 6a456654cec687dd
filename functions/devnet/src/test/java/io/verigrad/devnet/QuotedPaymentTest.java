package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequirements;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that are paid for in OPG, at the price that this network's markets state. */
@ExtendWith(SharedDevnet.class)
class QuotedPaymentTest {
    @Test
    void chargesOpgAtItsPriceAndQuotesNoneWhileThePriceIsNotBelieved(Devnet devnet) throws Exception {
        RawCalls calls = RawCalls.to(devnet.runner());
        PaymentRequirements terms = awaitOffer(calls, devnet, true).orElseThrow();
        // 0.000250 USD at 0.10 USD each.
        assertThat(terms.amount()).isEqualTo(TokenAmount.parse("2500000000000000"));
        TokenAmount before = balance(devnet);

        HttpResponse<byte[]> answer = calls.paid(
                RawCalls.INFER, RawCalls.SETOSA, RawCalls.header(RawCalls.pay(terms, Accounts.ADMINISTRATOR)));

        assertThat(answer.statusCode()).isEqualTo(200);
        SignedReceipt receipt = RawCalls.receipt(answer);
        assertThat(receipt.receipt().asset()).isEqualTo(devnet.contracts().opg());
        assertThat(receipt.receipt().charge()).isEqualTo(terms.amount());
        assertThat(new Ledger(devnet).awaitFinal(receipt.receipt().paymentId()).state())
                .isEqualTo("SETTLED");
        assertThat(before.minus(balance(devnet))).isEqualTo(terms.amount());

        Path market = devnet.settings().options().state().resolve("opg-usd");
        Files.writeString(market, "7.00");
        try {
            assertThat(awaitOffer(calls, devnet, false)).isEmpty();
            assertThat(calls.offer(RawCalls.INFER, RawCalls.SETOSA).asset())
                    .isEqualTo(devnet.contracts().usdc());
        } finally {
            Files.writeString(market, "0.10");
        }
        assertThat(awaitOffer(calls, devnet, true)).isPresent();
    }

    private static TokenAmount balance(Devnet devnet) throws Exception {
        return devnet.chain().balanceOf(devnet.contracts().opg(), Accounts.ADMINISTRATOR.address());
    }

    /** The offer in OPG, as soon as there is one or is none. */
    private static Optional<PaymentRequirements> awaitOffer(RawCalls calls, Devnet devnet, boolean wanted)
            throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            HttpResponse<byte[]> answer = calls.post(RawCalls.INFER, RawCalls.SETOSA);
            Optional<PaymentRequirements> offer =
                    PaymentHeader.required(answer.headers()
                                    .firstValue("PAYMENT-REQUIRED")
                                    .orElse(""))
                            .accepts()
                            .stream()
                            .filter(way -> way.asset().equals(devnet.contracts().opg()))
                            .findFirst();
            if (offer.isPresent() == wanted || System.nanoTime() > deadline) {
                return offer;
            }
            Thread.sleep(50);
        }
    }
}
