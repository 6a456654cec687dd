package io.verigrad.verifier.receipt;

import io.verigrad.attestation.receipt.ContractRequest;
import io.verigrad.attestation.receipt.ReceiptAppraiser;
import io.verigrad.attestation.receipt.ReceiptVerdict;
import io.verigrad.chain.Chain;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.request.OpenRequest;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.verifier.config.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Optional;

/**
 * Appraises answers to contracts by what is open on the chain. Nothing is kept: the chain pays for a request once,
 * whatever is endorsed. Blocks.
 */
@ApplicationScoped
public class RequestAppraisals {
    private final VerifiedChain chain;
    private final KeyEpochs epochs;
    private final ReceiptAppraiser appraiser;
    private final Optional<Address> contract;
    private final Clock clock;

    RequestAppraisals(
            VerifiedChain chain, KeyEpochs epochs, ReceiptAppraiser appraiser, ChainSettings settings, Clock clock) {
        this.chain = chain;
        this.epochs = epochs;
        this.appraiser = appraiser;
        this.contract = settings.inferenceRequests().map(Address::parse);
        this.clock = clock;
    }

    /**
     * Judges a receipt by the request that it answers; empty if that is not open, or asks for what no receipt claims.
     *
     * @param host whose vault the receipt is to name
     */
    public Optional<ReceiptVerdict> appraise(SignedReceipt receipt, BigInteger requestId, Address host)
            throws ChainUnavailableException {
        Optional<ContractRequest> request = find(requestId, host);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                appraiser.appraise(receipt, epochs.of(receipt.receipt().enclaveKey()), request.get(), clock));
    }

    private Optional<ContractRequest> find(BigInteger requestId, Address host) throws ChainUnavailableException {
        if (contract.isEmpty()) {
            return Optional.empty();
        }
        Chain now = chain.get();
        Optional<OpenRequest> open = now.requests(contract.get())
                .find(requestId)
                .filter(found -> found.minAssurance() <= Assurance.WEIGHTS_BOUND.code());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        OpenRequest request = open.get();
        return Optional.of(new ContractRequest(
                contract.get(),
                request.id(),
                request.asker(),
                now.vaultOf(host),
                request.asset(),
                request.price(),
                request.modelDigest(),
                request.requestHash(),
                Assurance.of(request.minAssurance()),
                request.openedAt(),
                request.expiresAt()));
    }
}
