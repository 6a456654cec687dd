package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Appraisal;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Payments and receipts that differ in nothing but a counter. */
final class Fixtures {
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final Address ASSET = address("asset");
    static final Address VALIDATOR = address("validator");
    static final Address SIGNER = address("signer");

    private static final AtomicLong COUNTER = new AtomicLong();
    private static final PrivateKey ENCLAVE = PrivateKey.parse("0x" + "11".repeat(32));
    private static final TypedDataDomain DOMAIN = TypedDataDomain.verigrad(new ChainId(84532), address("settlement"));

    private Fixtures() {}

    static Hash32 hash(String name) {
        return Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
    }

    static Address address(String name) {
        return Address.of(Arrays.copyOf(hash(name).toArray(), 20));
    }

    static Address freshPayer() {
        return address("payer " + COUNTER.incrementAndGet());
    }

    static NewReservation reservation(Address payer, long cap, long limit) {
        long number = COUNTER.incrementAndGet();
        return reservation(hash("payment " + number), payer, cap, TokenAmount.of(limit), TokenAmount.of(limit));
    }

    static NewReservation reservation(
            Hash32 paymentId, Address payer, long cap, TokenAmount balance, TokenAmount exposureCap) {
        return reservation(paymentId, payer, cap, new Limits(balance, exposureCap));
    }

    static NewReservation reservation(Address payer, long cap, Limits limits) {
        return reservation(hash("payment " + COUNTER.incrementAndGet()), payer, cap, limits);
    }

    private static NewReservation reservation(Hash32 paymentId, Address payer, long cap, Limits limits) {
        return new NewReservation(
                paymentId,
                hash("request of " + paymentId),
                payer,
                ASSET,
                address("vault"),
                Optional.of(address("host")),
                TokenAmount.of(cap),
                ENCLAVE.address(),
                new Authorization(
                        Scheme.EXACT_EIP3009,
                        BigInteger.ZERO,
                        BigInteger.valueOf(NOW.plus(Duration.ofHours(1)).getEpochSecond()),
                        hash("nonce"),
                        Bytes.of(new byte[65])),
                NOW.plus(Duration.ofHours(1)),
                limits);
    }

    static NewReservation channelCall(Hash32 channelId, Address payer, String request, long place, long cap) {
        return new NewReservation(
                PaymentId.channel(channelId, TokenAmount.of(place)),
                hash(request),
                payer,
                ASSET,
                address("vault"),
                Optional.of(address("host")),
                TokenAmount.of(cap),
                ENCLAVE.address(),
                Authorization.ofChannel(channelId, TokenAmount.of(place), Bytes.of(new byte[65])),
                NOW.plus(Duration.ofHours(1)),
                new Limits(TokenAmount.ZERO, TokenAmount.ZERO));
    }

    static SignedReceipt receipt(NewReservation reservation, long charge) {
        SignedOffer offer = SignedOffer.sign(
                new Offer(
                        hash("model"),
                        reservation.payTo(),
                        ASSET,
                        TokenAmount.of(charge),
                        TokenAmount.ZERO,
                        TokenAmount.ZERO,
                        Assurance.UNATTESTED,
                        NOW.getEpochSecond()),
                DOMAIN,
                ENCLAVE);
        Receipt receipt = new Receipt(
                reservation.requestHash(),
                hash("response"),
                hash("model"),
                hash("parameters"),
                hash("runtime"),
                offer.offer().structHash(),
                reservation.paymentId(),
                Hash32.ZERO,
                reservation.payer(),
                reservation.payTo(),
                ASSET,
                ENCLAVE.address(),
                TokenAmount.of(Math.max(charge, reservation.cap().value().longValueExact())),
                TokenAmount.of(charge),
                1,
                1,
                COUNTER.incrementAndGet(),
                NOW.getEpochSecond(),
                reservation.authorization().scheme(),
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(receipt, DOMAIN, offer, ENCLAVE);
    }

    static Claim claim() {
        return new Claim(UUID.randomUUID(), NOW, NOW.plusSeconds(60));
    }

    static NewBatch batch(Claim claim, List<Hash32> receiptIds) {
        Hash32 root = io.verigrad.merkle.MerkleTree.of(receiptIds).root();
        return new NewBatch(
                claim.owner(),
                new Appraisal(root, receiptIds.size(), hash("policy"), NOW.getEpochSecond()),
                receiptIds);
    }

    static NewTransaction transaction(NewTransaction.Purpose purpose, Bytes subject) {
        return new NewTransaction(SIGNER, 0, purpose, subject);
    }

    static NonceSigner signer(String name) {
        return nonce -> Uni.createFrom()
                .item(() -> new RawTransaction(hash(name + ' ' + nonce), Bytes.of((byte) 2, (byte) nonce)));
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    /** Subscribes to all at once and waits for all. */
    static <T> List<T> awaitAll(List<Uni<T>> unis) {
        return await(Uni.join().all(unis).andFailFast());
    }
}
