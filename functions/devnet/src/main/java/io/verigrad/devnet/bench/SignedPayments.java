package io.verigrad.devnet.bench;

import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentRequirements;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Payments by EIP-3009 of many payers to one payee, signed before anything is measured. */
final class SignedPayments {
    static final Address PAYEE = Address.parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C");
    static final TokenAmount PRICE = TokenAmount.of(10_000);
    private static final int PAYERS = 16;

    private final List<PrivateKey> payers = new ArrayList<>();
    private final Random random;

    SignedPayments(long seed) {
        this.random = new Random(seed);
        for (int i = 0; i < PAYERS; i++) {
            payers.add(PrivateKey.generate(random));
        }
    }

    List<Address> payers() {
        return payers.stream().map(PrivateKey::address).toList();
    }

    /** So many requests for a facilitator, each with a payment that was in none before. */
    List<byte[]> sign(int count) {
        PaymentRequirements terms = PaymentRequirements.of(
                PaymentRequirements.EXACT,
                new ChainId(Anvil.CHAIN_ID),
                PRICE,
                DevnetContracts.USDC,
                PAYEE,
                3600,
                Map.of("name", "USDC", "version", "2"));
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] nonce = new byte[32];
            random.nextBytes(nonce);
            Eip3009Signer signer = new Eip3009Signer(payers.get(i % PAYERS), Clock.systemUTC());
            FacilitatorRequest request =
                    new FacilitatorRequest(signer.pay(terms, Optional.empty(), Hash32.of(nonce)), terms);
            bodies.add(request.toJson().toString().getBytes(StandardCharsets.UTF_8));
        }
        return bodies;
    }
}
