package io.verigrad.verifier.config;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.chain.ChainConfig;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.Optional;

/**
 * One validator: its key, the policy it applies and the chain it works for.
 *
 * @param resultKey signs attestation results as tokens, if it is to make any
 */
public record Validator(PrivateKey key, AppraisalPolicy policy, ChainConfig chain, Optional<ResultKey> resultKey) {
    public Address address() {
        return key.address();
    }

    /** The domain of receipts, offers and appraisals. */
    public TypedDataDomain settlementDomain() {
        return TypedDataDomain.verigrad(chain.chainId(), chain.settlement());
    }

    /** The domain of registrations. */
    public TypedDataDomain registryDomain() {
        return TypedDataDomain.verigrad(chain.chainId(), chain.enclaveRegistry());
    }

    public Signature sign(TypedDataDomain domain, Hash32 structHash) {
        return key.sign(domain.digest(structHash));
    }
}
