package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The body of a check with everything right, and ways to make one thing wrong. */
record CheckBody(
        PaymentPayload payment,
        PaymentRequirements requirements,
        Hash32 requestHash,
        SignedOffer offer,
        Optional<Address> host) {
    static final long PRICE = 10_000;

    static CheckBody of(PrivateKey payer, Address payTo, TypedDataDomain domain) {
        PaymentRequirements requirements = requirements(PRICE, payTo);
        return new CheckBody(
                new Eip3009Signer(payer, Clock.systemUTC()).pay(requirements, Optional.empty(), PaymentFnTest.fresh()),
                requirements,
                PaymentFnTest.fresh(),
                offer(PRICE, payTo, 600, domain, Keys.ENCLAVE),
                Optional.of(Keys.HOST.address()));
    }

    static PaymentRequirements requirements(long amount, Address payTo) {
        return PaymentRequirements.of(
                "exact",
                new ChainId(84532),
                TokenAmount.of(amount),
                DevnetContracts.USDC,
                payTo,
                3600,
                Map.of("name", "USDC", "version", "2"));
    }

    static SignedOffer offer(long price, Address payTo, long lifetime, TypedDataDomain domain, PrivateKey enclave) {
        Offer offer = new Offer(
                Keys.hash("model"),
                payTo,
                DevnetContracts.USDC,
                TokenAmount.of(price),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                Clock.systemUTC().instant().getEpochSecond() + lifetime);
        return SignedOffer.sign(offer, domain, enclave);
    }

    /** A payment that differs from the requirements as the arguments say. */
    static PaymentPayload payment(
            PrivateKey payer, PaymentRequirements terms, Address to, long value, long validFor, Hash32 nonce) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        Eip3009Authorization authorization = new Eip3009Authorization(
                payer.address(), to, TokenAmount.of(value), BigInteger.ZERO, BigInteger.valueOf(now + validFor), nonce);
        JsonNode payload = new Eip3009Signer(payer, Clock.systemUTC())
                .sign(authorization, ExactEip3009.tokenDomain(terms).orElseThrow())
                .toJson();
        return PaymentPayload.v2(terms, Optional.empty(), payload, Optional.empty());
    }

    CheckBody with(PaymentPayload changed) {
        return new CheckBody(changed, requirements, requestHash, offer, host);
    }

    CheckBody with(PaymentRequirements changed) {
        return new CheckBody(payment, changed, requestHash, offer, host);
    }

    CheckBody with(SignedOffer changed) {
        return new CheckBody(payment, requirements, requestHash, changed, host);
    }

    CheckBody forRequest(Hash32 changed) {
        return new CheckBody(payment, requirements, changed, offer, host);
    }

    CheckBody ofHost(Address changed) {
        return new CheckBody(payment, requirements, requestHash, offer, Optional.of(changed));
    }

    ObjectNode json() {
        return (ObjectNode) Json.tree(this);
    }
}
