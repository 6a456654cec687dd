package io.verigrad.explorer.batch;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.Cells;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.merkle.MerkleTree;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The receipt ids of a batch, in item order. */
@ApplicationScoped
public class Leaves {
    private static final String OF_TRANSACTION = """
            select p.receipt_id from batch b join payment p on p.batch_id = b.batch_id
            where b.transaction_hash = $1 order by p.batch_position limit 2000
            """;

    private final LedgerQueries ledger;

    Leaves(LedgerQueries ledger) {
        this.ledger = ledger;
    }

    public Uni<List<Hash32>> ofTransaction(Hash32 transaction) {
        return ledger.list(OF_TRANSACTION, Tuple.of(Keys.of(transaction)), row -> Cells.hash(row, "receipt_id"));
    }

    /** The siblings from the leaf at {@code position} to the root; empty if the batch has no such leaf. */
    public static List<Hash32> proof(List<Hash32> leaves, int position) {
        return position < leaves.size() ? MerkleTree.of(leaves).proof(position) : List.of();
    }
}
