package io.verigrad.runner.enclave;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ChannelRun;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.RootRequest;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedReceiptRoot;
import io.verigrad.runner.TestClock;
import io.verigrad.runner.standin.Network;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootIssuerTest {
    private static final Hash32 CHANNEL = Hash32.parse("0x" + "c1".repeat(32));
    private static final PrivateKey STRANGER = PrivateKey.parse("0x" + "0b".repeat(32));

    private final TestClock clock = new TestClock();
    private final Enclave enclave = new Enclave(EnclaveKeys.generate(new SecureRandom()), Network.DOMAIN, clock);
    private final RootIssuer issuer = new RootIssuer(enclave, clock);

    @Test
    void signsForItsReceiptsInTheirPlaces() {
        RootRequest request = request(run(10, own(10, 5), own(15, 7)));

        SignedReceiptRoot signed = issuer.sign(request).orElseThrow();

        assertThat(signed.signer(Network.DOMAIN)).contains(enclave.address());
        assertThat(signed.root().sum()).isEqualTo(TokenAmount.of(12));
        assertThat(signed.root().count()).isEqualTo(2);
        assertThat(signed.root().root())
                .isEqualTo(ChannelRun.top(request.channels()).hash());
    }

    @Test
    void signsForNothingElse() {
        assertThat(issuer.sign(request(run(10, own(10, 5), own(10, 5)))))
                .as("one place twice")
                .isEmpty();
        assertThat(issuer.sign(request(run(9, own(10, 5))))).as("a gap").isEmpty();
        assertThat(issuer.sign(request(run(10, own(10, 5)), run(10, own(10, 5)))))
                .as("one channel twice")
                .isEmpty();
        assertThat(issuer.sign(request(run(10, receipt(10, 5, STRANGER, enclave.address())))))
                .as("forged")
                .isEmpty();
        assertThat(issuer.sign(request(run(10, receipt(10, 5, STRANGER, STRANGER.address())))))
                .as("another enclave's")
                .isEmpty();
        assertThat(issuer.sign(new RootRequest(List.of(), now()))).isEmpty();
        assertThat(issuer.sign(new RootRequest(List.of(run(10, own(10, 5))), now() - 61)))
                .isEmpty();
        assertThat(issuer.sign(new RootRequest(List.of(run(10, own(10, 5))), now() + 61)))
                .isEmpty();
    }

    private RootRequest request(ChannelRun... runs) {
        return new RootRequest(List.of(runs), now());
    }

    private static ChannelRun run(long before, SignedReceipt... receipts) {
        return new ChannelRun(CHANNEL, TokenAmount.of(before), List.of(receipts));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private SignedReceipt own(long place, long charge) {
        return receipt(place, charge, enclave.keys().receipt(), enclave.address());
    }

    private SignedReceipt receipt(long place, long charge, PrivateKey signer, Address enclaveKey) {
        SignedOffer offer = SignedOffer.sign(
                new Offer(
                        CHANNEL,
                        Network.VAULT,
                        Network.USDC,
                        TokenAmount.of(charge),
                        TokenAmount.ZERO,
                        TokenAmount.ZERO,
                        Assurance.UNATTESTED,
                        now() + 60),
                Network.DOMAIN,
                signer);
        Receipt receipt = new Receipt(
                CHANNEL,
                CHANNEL,
                CHANNEL,
                CHANNEL,
                CHANNEL,
                offer.offer().structHash(),
                PaymentId.channel(CHANNEL, TokenAmount.of(place)),
                Hash32.ZERO,
                Network.HOST,
                Network.VAULT,
                Network.USDC,
                enclaveKey,
                TokenAmount.of(100),
                TokenAmount.of(charge),
                1,
                1,
                1,
                now(),
                Scheme.CHANNEL,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(receipt, Network.DOMAIN, offer, signer);
    }
}
