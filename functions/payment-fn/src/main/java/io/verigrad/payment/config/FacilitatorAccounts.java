package io.verigrad.payment.config;

import io.verigrad.chain.transaction.TransactionSigner;
import io.verigrad.value.Address;
import java.util.List;
import java.util.Optional;

/** The accounts that send transfers and pay the gas of public settle; without any, settle is not offered. */
public record FacilitatorAccounts(List<TransactionSigner> signers) {
    public FacilitatorAccounts {
        signers = List.copyOf(signers);
        if (signers.stream().map(TransactionSigner::address).distinct().count() < signers.size()) {
            throw new IllegalArgumentException("verigrad.payment.key-file: expected a key in one file only");
        }
    }

    public List<Address> addresses() {
        return signers.stream().map(TransactionSigner::address).toList();
    }

    public Optional<TransactionSigner> signer(Address address) {
        return signers.stream()
                .filter(signer -> signer.address().equals(address))
                .findFirst();
    }
}
