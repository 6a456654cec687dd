package io.verigrad.payment.config;

import io.verigrad.value.Address;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The contracts that may be called to make a payer's wallet. */
public final class WalletFactories {
    private final Set<Address> trusted;

    WalletFactories(PaymentSettings settings) {
        this.trusted = settings.walletFactories().orElse(List.of()).stream()
                .map(Address::parse)
                .collect(Collectors.toUnmodifiableSet());
    }

    public boolean contain(Address factory) {
        return trusted.contains(factory);
    }
}
