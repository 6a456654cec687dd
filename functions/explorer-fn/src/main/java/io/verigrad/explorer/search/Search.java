package io.verigrad.explorer.search;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds what a hash or an address names, each by an index. */
@ApplicationScoped
class Search {
    private static final String HASH = """
            (select 'call' as kind, 'payment id' as because, encode(payment_id, 'hex') as id
                from payment where payment_id = $1)
            union all
            (select 'call', 'receipt id', encode(payment_id, 'hex') from payment where receipt_id = $1)
            union all
            (select 'batch', 'batch root', encode(root, 'hex') from batch where root = $1 limit 1)
            union all
            (select 'batch', 'transaction', encode(b.root, 'hex')
                from batch b join journal j on j.hash = b.transaction_hash
                where b.transaction_hash = $1 and j.state <> 'WRITTEN')
            union all
            (select 'model', 'model digest', encode(model_digest, 'hex') from model_offer where model_digest = $1)
            """;

    private static final String ADDRESS = """
            (select 'payer' as kind, 'payer' as because, encode(payer, 'hex') as id
                from payment where payer = $1 limit 1)
            union all
            (select 'enclave', 'enclave key', encode(enclave_key, 'hex') from payment where enclave_key = $1 limit 1)
            union
            (select 'enclave', 'enclave key', encode(subject, 'hex')
                from journal where purpose = 'REGISTER' and subject = $1 limit 1)
            """;

    private final LedgerQueries ledger;

    Search(LedgerQueries ledger) {
        this.ledger = ledger;
    }

    Uni<List<Found>> hash(Hash32 hash) {
        return find(HASH, Tuple.of(Keys.of(hash)));
    }

    Uni<List<Found>> address(Address address) {
        return find(ADDRESS, Tuple.of(Keys.of(address)));
    }

    private Uni<List<Found>> find(String sql, Tuple name) {
        return ledger.list(
                sql,
                name,
                row -> new Found(row.getString("kind"), row.getString("because"), "0x" + row.getString("id")));
    }
}
