package io.verigrad.explorer;

import io.smallrye.mutiny.Uni;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.ledger.AffirmedPayment;
import io.verigrad.ledger.Authorization;
import io.verigrad.ledger.Backoff;
import io.verigrad.ledger.Batch;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.Claim;
import io.verigrad.ledger.JournalEntry;
import io.verigrad.ledger.Limits;
import io.verigrad.ledger.NewBatch;
import io.verigrad.ledger.NewReservation;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.PaymentOutcome;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.WriteDown;
import io.verigrad.merkle.MerkleTree;
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
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes rows as the functions do: by the ledger's own API. */
@Singleton
class Rows {
    static final PrivateKey ENCLAVE = PrivateKey.parse("0x" + "11".repeat(32));
    static final Address ASSET = Address.parse("0x036cbd53842c5426634e7929541ec2318f3dcf7e");
    private static final ChainId CHAIN = new ChainId(84532);
    private static final TypedDataDomain DOMAIN =
            TypedDataDomain.verigrad(CHAIN, Address.parse("0xbf64e02fb152076b487bfb2784d10e4cf1bba73a"));
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final TokenAmount PRICE = TokenAmount.of(1000);

    private final AtomicLong counter = new AtomicLong();

    @Inject
    Payments payments;

    @Inject
    Batches batches;

    @Inject
    TransactionJournal journal;

    static Hash32 hash(String name) {
        return Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
    }

    static Address address(String name) {
        return Address.of(Arrays.copyOf(hash(name).toArray(), 20));
    }

    Hash32 reserved(Address payer) {
        Hash32 nonce = hash("nonce " + counter.incrementAndGet());
        Hash32 id = PaymentId.eip3009(CHAIN, ASSET, payer, nonce);
        await(payments.reserve(new NewReservation(
                id,
                hash("request"),
                payer,
                ASSET,
                address("vault"),
                Optional.of(address("host")),
                PRICE,
                ENCLAVE.address(),
                new Authorization(
                        Scheme.EXACT_EIP3009,
                        BigInteger.ZERO,
                        BigInteger.valueOf(NOW.getEpochSecond() + 3600),
                        nonce,
                        Bytes.of(new byte[65])),
                NOW.plusSeconds(3600),
                new Limits(TokenAmount.of(1_000_000), TokenAmount.of(1_000_000)))));
        return id;
    }

    SignedReceipt served(Address payer) {
        Hash32 paymentId = reserved(payer);
        SignedReceipt receipt = receipt(paymentId, payer);
        await(payments.served(paymentId, receipt));
        return receipt;
    }

    SignedReceipt affirmed(Address payer) {
        SignedReceipt receipt = served(payer);
        await(payments.affirm(receipt.receipt().paymentId(), address("validator")));
        return receipt;
    }

    SignedReceipt refused(Address payer) {
        SignedReceipt receipt = served(payer);
        await(payments.contraindicate(
                receipt.receipt().paymentId(), address("validator"), List.of("price_mismatch", "key_not_good")));
        return receipt;
    }

    /** Writes everything that is affirmed down as one batch that was broadcast. */
    JournalEntry settling() {
        Claim claim = new Claim(UUID.randomUUID(), NOW, NOW.plusSeconds(60));
        List<Hash32> ids = await(batches.claimAffirmed(claim, 1000)).stream()
                .map(AffirmedPayment::receipt)
                .map(SignedReceipt::id)
                .toList();
        Hash32 root = MerkleTree.of(ids).root();
        NewBatch batch =
                new NewBatch(claim.owner(), new Appraisal(root, ids.size(), hash("policy"), NOW.getEpochSecond()), ids);
        String name = "transaction " + counter.incrementAndGet();
        WriteDown written = await(batches.writeDown(
                batch,
                new NewTransaction(address("settler"), 0, NewTransaction.Purpose.SETTLE, root.bytes()),
                nonce -> Uni.createFrom().item(new RawTransaction(hash(name), Bytes.of((byte) 2)))));
        return ((WriteDown.Written) written).entry();
    }

    void broadcast(JournalEntry entry) {
        await(journal.broadcast(entry.hash()));
    }

    /** Ends a batch on chain: all its receipts are charged, but perhaps the first. */
    void settled(JournalEntry entry, boolean firstIsRejected) {
        await(journal.mined(entry.hash(), new JournalEntry.Inclusion(5, hash("block"))));
        Batch batch = await(batches.findByTransaction(entry.hash())).orElseThrow();
        List<PaymentOutcome> outcomes = batch.receiptIds().stream()
                .<PaymentOutcome>map(
                        id -> firstIsRejected && id.equals(batch.receiptIds().getFirst())
                                ? new PaymentOutcome.Rejected(id, "authorization_used")
                                : new PaymentOutcome.Settled(id))
                .toList();
        await(batches.settled(batch, outcomes, new Backoff(NOW, Duration.ofSeconds(30), Duration.ofMinutes(10))));
    }

    private SignedReceipt receipt(Hash32 paymentId, Address payer) {
        Offer offer = new Offer(
                hash("model"),
                address("vault"),
                ASSET,
                PRICE,
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                NOW.getEpochSecond());
        Receipt receipt = new Receipt(
                hash("request"),
                hash("response"),
                hash("model"),
                hash("parameters"),
                hash("runtime"),
                offer.structHash(),
                paymentId,
                Hash32.ZERO,
                payer,
                address("vault"),
                ASSET,
                ENCLAVE.address(),
                PRICE,
                PRICE,
                5,
                0,
                counter.incrementAndGet(),
                NOW.getEpochSecond(),
                Scheme.EXACT_EIP3009,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(receipt, DOMAIN, SignedOffer.sign(offer, DOMAIN, ENCLAVE), ENCLAVE);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
