package io.verigrad.settlement;

import io.verigrad.chain.Block;
import io.verigrad.chain.Chain;
import io.verigrad.chain.request.LocatedRequest;
import io.verigrad.chain.request.OpenRequest;
import io.verigrad.chain.request.Requests;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.ledger.ContractRequest;
import io.verigrad.ledger.ContractRequests;
import io.verigrad.ledger.WatchPosition;
import io.verigrad.value.Address;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes down what contracts ask for, once it is as deep as everything that we take for final. How far it read stands in
 * the ledger with the block's hash, so nothing is missed by a stop, and a deeper reorganisation is read again.
 */
@Singleton
class RequestWatcher {
    private static final Logger LOG = Logger.getLogger(RequestWatcher.class);
    /** What nodes answer at once. */
    private static final int MAX_BLOCKS = 1000;
    /** How far to go back when the block that was read last is gone, beyond the confirmations. */
    private static final int REWOUND = 64;
    /** A longer one is paid for by its asker, and would be kept by us. */
    private static final int MAX_LOCATOR = 32 * 1024;

    private final Chain chain;
    private final ContractRequests ledger;
    private final Optional<Address> contract;
    private final SettlementSettings settings;

    RequestWatcher(Chain chain, ContractRequests ledger, ChainSettings settings, SettlementSettings settlement) {
        this.chain = chain;
        this.ledger = ledger;
        this.contract = settings.inferenceRequests().map(Address::parse);
        this.settings = settlement;
    }

    /** Reads the blocks that have become final since, some at a time. */
    void watch() throws ChainUnavailableException {
        if (contract.isPresent()) {
            watch(contract.get());
        }
    }

    private void watch(Address contract) throws ChainUnavailableException {
        long end = chain.latestBlock().number() - settings.confirmations();
        if (end < 0) {
            return;
        }
        Optional<WatchPosition> stored = Waiting.on(ledger.position(contract));
        if (stored.isEmpty()) {
            long since = settings.requestsSince().orElse(end + 1);
            Optional<WatchPosition> start = at(Math.clamp(since - 1, 0, end));
            start.ifPresent(position -> Waiting.on(ledger.begin(contract, position)));
            return;
        }
        WatchPosition old = stored.get();
        if (at(old.blockNumber()).filter(old::equals).isEmpty()) {
            rewind(contract, old, end);
            return;
        }
        long to = Math.min(end, old.blockNumber() + MAX_BLOCKS);
        if (to > old.blockNumber()) {
            read(contract, old, to);
        }
    }

    private void read(Address contract, WatchPosition old, long to) throws ChainUnavailableException {
        Optional<WatchPosition> position = at(to);
        List<ContractRequest> found = find(chain.requests(contract), old.blockNumber() + 1, to);
        // What was read belongs to the block that is written down only if that is still there.
        if (position.isEmpty() || !at(to).equals(position)) {
            return;
        }
        if (Waiting.on(ledger.advance(contract, old, position.get(), found))) {
            found.forEach(
                    request -> LOG.infof("Contract request %s for model %s", request.id(), request.modelDigest()));
        }
    }

    private static List<ContractRequest> find(Requests requests, long from, long to) throws ChainUnavailableException {
        List<ContractRequest> found = new ArrayList<>();
        for (LocatedRequest located : requests.located(from, to)) {
            Optional<OpenRequest> open = requests.find(located.id());
            if (open.isEmpty() || located.locator().size() > MAX_LOCATOR) {
                continue;
            }
            if (Locator.read(located.locator(), open.get().requestHash()).isEmpty()) {
                LOG.infof("Contract request %s is left: its locator does not hold the request", located.id());
                continue;
            }
            found.add(new ContractRequest(located.id(), open.get().modelDigest(), located.locator()));
        }
        return found;
    }

    private void rewind(Address contract, WatchPosition old, long end) throws ChainUnavailableException {
        long number = Math.clamp(old.blockNumber() - settings.confirmations() - REWOUND, 0, end);
        Optional<WatchPosition> position = at(number);
        if (position.isPresent() && Waiting.on(ledger.advance(contract, old, position.get(), List.of()))) {
            LOG.warnf("A reorganisation undid block %d, reading again from %d", old.blockNumber(), number);
        }
    }

    private Optional<WatchPosition> at(long number) throws ChainUnavailableException {
        return chain.block(number).map((Block block) -> new WatchPosition(block.number(), block.hash()));
    }
}
