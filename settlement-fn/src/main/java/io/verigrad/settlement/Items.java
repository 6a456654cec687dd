package io.verigrad.settlement;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.SettlementItem;
import io.verigrad.ledger.AffirmedPayment;
import io.verigrad.ledger.Authorization;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Makes the items of a batch. */
@Singleton
class Items {
    private static final Logger LOG = Logger.getLogger(Items.class);

    /** Settlement moves money once per host, operator and asset, so neighbours that share them cost less gas. */
    private static final Comparator<Item> ORDER = Comparator.<Item, String>comparing(
                    item -> item.item().host().toString())
            .thenComparing(item -> item.item().receipt().enclaveKey().toString())
            .thenComparing(item -> item.item().receipt().asset().toString());

    private final Hosts hosts;

    Items(Hosts hosts) {
        this.hosts = hosts;
    }

    /** An item of the contract's call and the id of its receipt. */
    record Item(Hash32 receiptId, SettlementItem item) {}

    /**
     * What can be done with payments.
     *
     * @param ready can be settled now, in their order in a batch
     * @param stuck receipts that need somebody's help first
     */
    record Sorted(List<Item> ready, Set<Hash32> stuck) {
        Sorted {
            ready = List.copyOf(ready);
            stuck = Set.copyOf(stuck);
        }
    }

    /** Sorts payments for a block after one of {@code time}. A receipt from the future of the chain's clock is neither. */
    Sorted sort(List<AffirmedPayment> payments, long time) throws ChainUnavailableException {
        List<Item> items = new ArrayList<>();
        Set<Hash32> stuck = new HashSet<>();
        for (AffirmedPayment affirmed : payments) {
            Optional<Address> host = hosts.of(affirmed.payment());
            Scheme scheme = affirmed.payment().authorization().scheme();
            if (host.isEmpty() || scheme != Scheme.EXACT_EIP3009) {
                stuck.add(affirmed.receipt().id());
                LOG.errorf(
                        "Receipt %s cannot be settled: scheme %s, host of %s %s",
                        affirmed.receipt().id(),
                        scheme,
                        affirmed.payment().payTo(),
                        host.isEmpty() ? "unknown (see verigrad.settlement.hosts)" : "known");
            } else if (affirmed.receipt().receipt().issuedAt() <= time) {
                items.add(item(affirmed, host.get()));
            }
        }
        items.sort(ORDER);
        return new Sorted(items, stuck);
    }

    private static Item item(AffirmedPayment affirmed, Address host) {
        SignedReceipt receipt = affirmed.receipt();
        Authorization authorization = affirmed.payment().authorization();
        return new Item(
                receipt.id(),
                new SettlementItem(
                        receipt.receipt(),
                        receipt.signature(),
                        host,
                        authorization.validAfter(),
                        authorization.validBefore(),
                        authorization.nonce(),
                        authorization.signature()));
    }
}
