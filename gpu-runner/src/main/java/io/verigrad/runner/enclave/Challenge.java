package io.verigrad.runner.enclave;

import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;

/** What a verifier wants evidence to be made for. */
record Challenge(
        ChainId chainId, Address registry, Address settlement, Hash32 blockHash, Hash32 nonce, Hash32 policyId) {}
