package io.verigrad.explorer.batch;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.explorer.page.Page;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads batches. */
@ApplicationScoped
class Batches {
    private static final String COLUMNS = """
            select b.batch_id, b.root, b.count, b.state, b.transaction_hash, b.created_at, b.updated_at,
                j.state as transaction_state, j.block_number
            from batch b join journal j on j.hash = b.transaction_hash
            """;

    private static final String PAGE = COLUMNS + "where b.batch_id < $1 order by b.batch_id desc limit $2";

    /** The same receipts may be tried again after a failure: the newest try is what became of them. */
    private static final String BY_ROOT = COLUMNS + "where b.root = $1 order by b.batch_id desc limit 1";

    private static final String ITEMS = """
            select batch_position, receipt_id, payment_id, state, asset, charge from payment
            where batch_id = $1 order by batch_position limit 2000
            """;

    private final LedgerQueries ledger;

    Batches(LedgerQueries ledger) {
        this.ledger = ledger;
    }

    Uni<Page<BatchSummary>> page(long before, int limit) {
        return ledger.list(PAGE, Tuple.of(before, limit + 1), BatchSummary::of)
                .map(found -> Page.of(found, limit, batch -> Long.toString(batch.number())));
    }

    Uni<Optional<BatchDetail>> find(Hash32 root) {
        return ledger.first(BY_ROOT, Tuple.of(Keys.of(root)), BatchSummary::of)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : items(found.get().number()).map(items -> Optional.of(new BatchDetail(found.get(), items))));
    }

    private Uni<List<BatchDetail.Item>> items(long batch) {
        return ledger.list(ITEMS, Tuple.of(batch), BatchDetail.Item::of).map(Batches::withProofs);
    }

    private static List<BatchDetail.Item> withProofs(List<BatchDetail.Item> items) {
        if (items.isEmpty()) {
            return items;
        }
        MerkleTree tree =
                MerkleTree.of(items.stream().map(BatchDetail.Item::receiptId).toList());
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).with(tree.proof(i)))
                .toList();
    }
}
