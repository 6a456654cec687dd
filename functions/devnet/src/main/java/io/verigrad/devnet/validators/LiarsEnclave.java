package io.verigrad.devnet.validators;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.software.SoftwareAttester;
import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.devnet.Devnet;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * An enclave whose key its operator has in hand: the software attester proves nothing, as on every development network. It
 * is registered like any other, and then free to lie.
 */
record LiarsEnclave(Devnet devnet, PrivateKey key) {
    /** Evidence of this software, for a validator's challenge. */
    Evidence evidence(JsonNode challenge, Hash32 software) throws IOException {
        Binding binding = new Binding(
                key.publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                software,
                Hash32.ZERO,
                Hash32.parse(challenge.path("policyId").asText()));
        return new SoftwareAttester(
                        devnet.softwareRoot(), Map.of(0, software.bytes()), Clock.systemUTC(), new SecureRandom())
                .attest(
                        Hash32.parse(challenge.path("blockHash").asText()),
                        Hash32.parse(challenge.path("nonce").asText()),
                        binding);
    }

    /** The first number of an embedding is another. */
    static Bytes falsified(Bytes answer) {
        String text = new String(answer.toArray(), StandardCharsets.UTF_8);
        String changed = text.replaceFirst("\"embedding\":\\[[^,]+", "\"embedding\":[0.5");
        if (changed.equals(text)) {
            throw new IllegalStateException("expected an answer with an embedding");
        }
        return Bytes.of(changed.getBytes(StandardCharsets.UTF_8));
    }

    /** A receipt of this enclave for another one's call, over an answer that the model never gave. */
    SignedReceipt lie(SignedReceipt honest, Bytes answer, Chain chain) throws ChainUnavailableException {
        Receipt told = honest.receipt();
        Receipt receipt = new Receipt(
                told.requestHash(),
                ContentHash.response(answer.toArray()),
                told.modelDigest(),
                told.parametersHash(),
                told.runtimeDigest(),
                told.offerHash(),
                told.paymentId(),
                told.clientNonce(),
                told.payer(),
                told.payTo(),
                told.asset(),
                key.address(),
                told.cap(),
                told.charge(),
                told.inputUnits(),
                told.outputUnits(),
                1,
                chain.latestBlock().timestamp(),
                told.scheme(),
                told.finish(),
                told.assurance());
        TypedDataDomain domain = honest.domain();
        return SignedReceipt.sign(
                receipt, domain, SignedOffer.sign(honest.offer().offer(), domain, key), key);
    }
}
