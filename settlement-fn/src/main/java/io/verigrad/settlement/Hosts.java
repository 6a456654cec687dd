package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.ledger.Payment;
import io.verigrad.value.Address;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whose vault a payment goes to: as the reservation says, else one of the hosts that were configured. */
@Singleton
class Hosts {
    private final Chain chain;
    private final List<Address> configured;
    private final Map<Address, Address> byVault = new ConcurrentHashMap<>();

    Hosts(Chain chain, SettlementSettings settings) {
        this.chain = chain;
        this.configured = settings.hosts().orElseGet(List::of).stream()
                .map(Address::parse)
                .toList();
    }

    Optional<Address> of(Payment payment) throws ChainUnavailableException {
        if (payment.host().isPresent()) {
            return payment.host();
        }
        if (byVault.size() < configured.size()) {
            for (Address host : configured) {
                byVault.put(chain.vaultOf(host), host);
            }
        }
        return Optional.ofNullable(byVault.get(payment.payTo()));
    }
}
