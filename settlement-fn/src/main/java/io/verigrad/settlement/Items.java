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
import java.time.Duration;
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

    /** Seconds after which Settlement refuses a receipt. */
    private static final long MAX_AGE = Duration.ofHours(2).toSeconds();
    /** Seconds more until none of the blocks that a reorganisation may bring takes it. */
    private static final long MARGIN = Duration.ofMinutes(5).toSeconds();

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
     * @param stuck receipts that need somebody's help or time first
     * @param tooOld receipts that no block takes any more
     */
    record Sorted(List<Item> ready, Set<Hash32> stuck, Set<Hash32> tooOld) {
        Sorted {
            ready = List.copyOf(ready);
            stuck = Set.copyOf(stuck);
            tooOld = Set.copyOf(tooOld);
        }
    }

    /** Sorts payments for a block after one of {@code time}. A receipt from the future of the chain's clock is in none. */
    Sorted sort(List<AffirmedPayment> payments, long time) throws ChainUnavailableException {
        List<Item> items = new ArrayList<>();
        Set<Hash32> stuck = new HashSet<>();
        Set<Hash32> tooOld = new HashSet<>();
        for (AffirmedPayment affirmed : payments) {
            Hash32 id = affirmed.receipt().id();
            long age = time - affirmed.receipt().receipt().issuedAt();
            if (age > MAX_AGE + MARGIN) {
                tooOld.add(id);
            } else if (age > MAX_AGE) {
                stuck.add(id);
            } else if (age >= 0) {
                item(affirmed).ifPresentOrElse(items::add, () -> stuck.add(id));
            }
        }
        items.sort(ORDER);
        return new Sorted(items, stuck, tooOld);
    }

    private Optional<Item> item(AffirmedPayment affirmed) throws ChainUnavailableException {
        Optional<Address> host = hosts.of(affirmed.payment());
        Scheme scheme = affirmed.payment().authorization().scheme();
        if (host.isPresent() && isTakenBySignature(scheme)) {
            return Optional.of(item(affirmed, host.get()));
        }
        LOG.errorf(
                "Receipt %s cannot be settled: scheme %s, host of %s %s",
                affirmed.receipt().id(),
                scheme,
                affirmed.payment().payTo(),
                host.isEmpty() ? "unknown (see verigrad.settlement.hosts)" : "known");
        return Optional.empty();
    }

    /** What the payer signed is all that Settlement needs to take the money. */
    private static boolean isTakenBySignature(Scheme scheme) {
        return switch (scheme) {
            case EXACT_EIP3009, EXACT_PERMIT2, UPTO -> true;
            case CHANNEL, REQUEST -> false;
        };
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
