package io.verigrad.explorer.enclave;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.verigrad.chain.Chain;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.value.Address;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The enclaves that the ledger has met, with what the registry says of each now. */
@ApplicationScoped
class Enclaves {
    /** Skips from key to key through the index, whatever the number of calls. */
    private static final String KEYS = """
            with recursive served as (
                (select enclave_key from payment order by enclave_key limit 1)
                union all
                select (select p.enclave_key from payment p where p.enclave_key > s.enclave_key
                    order by p.enclave_key limit 1)
                from served s where s.enclave_key is not null)
            (select enclave_key from served where enclave_key is not null limit 50)
            union
            (select subject from journal where purpose = 'REGISTER' and octet_length(subject) = 20 limit 50)
            """;

    private final LedgerQueries ledger;
    private final Chain chain;

    Enclaves(LedgerQueries ledger, Chain chain) {
        this.ledger = ledger;
        this.chain = chain;
    }

    Uni<List<Enclave>> all() {
        return ledger.list(
                        KEYS, Tuple.tuple(), row -> Address.of(row.getBuffer(0).getBytes()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::withEpochs);
    }

    private List<Enclave> withEpochs(List<Address> keys) {
        List<Enclave> enclaves = new ArrayList<>();
        boolean answers = true;
        for (Address key : keys) {
            // One unanswered question is enough to know: the rest would each wait as long.
            Enclave enclave = answers ? ask(key) : unknown(key);
            answers = !enclave.standing().equals("unknown");
            enclaves.add(enclave);
        }
        return enclaves;
    }

    private Enclave ask(Address key) {
        try {
            return chain.keyEpoch(key)
                    .map(epoch -> new Enclave(key, "registered", Optional.of(epoch(epoch))))
                    .orElseGet(() -> new Enclave(key, "unregistered", Optional.empty()));
        } catch (ChainUnavailableException e) {
            return unknown(key);
        }
    }

    private static Enclave unknown(Address key) {
        return new Enclave(key, "unknown", Optional.empty());
    }

    private static Enclave.Epoch epoch(KeyEpoch epoch) {
        return new Enclave.Epoch(
                epoch.operator(),
                epoch.maxAssurance().name(),
                epoch.validFrom(),
                epoch.validUntil(),
                epoch.revokedAt(),
                epoch.measurementSet());
    }
}
