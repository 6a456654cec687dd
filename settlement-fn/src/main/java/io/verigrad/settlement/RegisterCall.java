package io.verigrad.settlement;

import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Signature;
import java.util.List;

/** The body of {@code register}: what the enclave and a quorum of validators signed. */
record RegisterCall(EnclaveRegistration registration, Signature enclaveSignature, List<Endorsement> endorsements) {
    RegisterCall {
        endorsements = List.copyOf(endorsements);
    }
}
