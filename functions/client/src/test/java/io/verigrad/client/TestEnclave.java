package io.verigrad.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.receipt.Payment;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/** An enclave of a test, its payer and the receipts between them. Time stands still. */
public final class TestEnclave {
    public static final long NOW = 1_800_000_000L;
    public static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    public static final PrivateKey PAYER = key("payer");
    public static final PrivateKey ENCLAVE = key("enclave");
    public static final PrivateKey STRANGER = key("stranger");
    public static final Address USDC = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");
    public static final Address VAULT = key("vault").address();
    public static final Address SETTLEMENT = key("settlement").address();
    public static final Address REGISTRY = key("registry").address();
    public static final ChainId CHAIN = new ChainId(84532);
    public static final Network NETWORK = new Network(CHAIN, SETTLEMENT, Optional.empty());
    public static final TypedDataDomain DOMAIN = NETWORK.domain();
    public static final TokenAmount PRICE = TokenAmount.of(1_000);

    private TestEnclave() {}

    public static Payment payment(Hash32 requestHash) {
        Hash32 clientNonce = hash("client nonce");
        return new Payment(
                Scheme.EXACT_EIP3009,
                CHAIN,
                PAYER.address(),
                VAULT,
                USDC,
                PRICE,
                ContentHash.boundNonce(requestHash, clientNonce),
                clientNonce);
    }

    public static Offer offer() {
        return new Offer(
                hash("model"),
                VAULT,
                USDC,
                TokenAmount.of(900),
                TokenAmount.of(10),
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                NOW + 600);
    }

    public static Receipt receipt(Payment payment, Hash32 requestHash, Hash32 responseHash) {
        return new Receipt(
                requestHash,
                responseHash,
                hash("model"),
                hash("parameters"),
                hash("runtime"),
                offer().structHash(),
                payment.id(),
                payment.clientNonce(),
                payment.payer(),
                payment.payTo(),
                payment.asset(),
                ENCLAVE.address(),
                payment.value(),
                payment.scheme() == Scheme.UPTO
                        ? offer().charge(Scheme.UPTO, payment.value(), 10, 384)
                        : payment.value(),
                10,
                384,
                1,
                NOW,
                payment.scheme(),
                Finish.COMPLETE,
                Assurance.UNATTESTED);
    }

    public static SignedReceipt signed(Receipt receipt) {
        return SignedReceipt.sign(receipt, DOMAIN, SignedOffer.sign(offer(), DOMAIN, ENCLAVE), ENCLAVE);
    }

    /** The record with some members set to other JSON values. */
    public static <T extends Record> T changed(T value, Consumer<ObjectNode> change) {
        ObjectNode tree = (ObjectNode) Json.tree(value);
        change.accept(tree);
        try {
            @SuppressWarnings("unchecked") // the class of a T
            Class<T> type = (Class<T>) value.getClass();
            return Json.convert(tree, type);
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }

    public static Hash32 hash(String text) {
        return Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey key(String name) {
        return PrivateKey.parse(hash(name).toString());
    }
}
