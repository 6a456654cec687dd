package io.verigrad.explorer;

import io.smallrye.mutiny.Uni;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * A ledger as after years: settled calls in batches of 100, of ten thousand payers, twenty enclaves and two hundred models. The first
 * is made by the functions, and all others are like it but for their keys, which are the hashes of their numbers.
 */
@Singleton
class ManyRows {
    private static final int SLICE = 50_000;
    private static final int BATCH = 100;

    private static final String BATCHES = """
            insert into batch (root, count, state, transaction_hash, appraisal, created_at, updated_at)
            select sha256(cast('root ' || n as bytea)), 100, 'SETTLED', sha256(cast('settled in ' || n as bytea)), b.appraisal,
                now() - n * interval '10 minutes', now() - n * interval '10 minutes'
            from batch b, generate_series(1, $1) n where b.transaction_hash = $2
            """;

    private static final String JOURNAL = """
            insert into journal (hash, signer, nonce, purpose, subject, raw, state, block_number, block_hash, created_at)
            select sha256(cast('settled in ' || n as bytea)), j.signer, 1000 + n, 'SETTLE', sha256(cast('root ' || n as bytea)),
                j.raw, 'FINAL', n, j.block_hash, now() - n * interval '10 minutes'
            from journal j, generate_series(1, $1) n where j.hash = $2
            """;

    private static final String PAYMENTS = """
            insert into payment (payment_id, state, request_hash, scheme, payer, asset, pay_to, host, cap, charge, enclave_key,
                valid_after, valid_before, nonce, signature, deadline, receipt_id, batch_id, batch_position, reasons,
                created_at, updated_at)
            select sha256(cast('payment ' || n as bytea)), 'SETTLED', p.request_hash, p.scheme,
                substr(sha256(cast('payer ' || n % 10000 as bytea)), 1, 20), p.asset, p.pay_to, p.host, p.cap, p.charge,
                substr(sha256(cast('enclave ' || n % 20 as bytea)), 1, 20), p.valid_after, p.valid_before,
                sha256(cast('nonce ' || n as bytea)), p.signature, p.deadline, sha256(cast('receipt ' || n as bytea)),
                b.batch_id, n % 100, '', now() - n * interval '6 seconds', now() - n * interval '6 seconds'
            from payment p, generate_series(cast($2 as integer), cast($3 as integer)) n
                join batch b on b.root = sha256(cast('root ' || (n / 100 + 1) as bytea))
            where p.payment_id = $1
            """;

    private static final String RECEIPTS = """
            insert into receipt (receipt_id, payment_id, signed, created_at)
            select sha256(cast('receipt ' || n as bytea)), sha256(cast('payment ' || n as bytea)),
                replace(r.signed, substr(cast(r.signed as jsonb) #>> '{receipt,modelDigest}', 3),
                    encode(sha256(cast('model ' || n % 200 as bytea)), 'hex')),
                now() - n * interval '6 seconds'
            from receipt r, generate_series(cast($2 as integer), cast($3 as integer)) n where r.payment_id = $1
            """;

    private static final String APPRAISALS = """
            insert into appraisal (validator, receipt_id, status, reasons)
            select a.validator, sha256(cast('receipt ' || n as bytea)), 'AFFIRMING', ''
            from appraisal a join receipt r on r.receipt_id = a.receipt_id,
                generate_series(cast($2 as integer), cast($3 as integer)) n
            where r.payment_id = $1
            """;

    private static final String SPEND = """
            insert into payer_spend (payer, asset, day, calls, charged)
            select payer, asset, cast(updated_at at time zone 'UTC' as date), count(*), sum(charge)
            from payment where state = 'SETTLED' and payment_id <> $1 group by 1, 2, 3
            """;

    private static final String USAGE = """
            insert into model_usage (model_digest, pay_to, asset, day, calls, charged)
            select sha256(cast('model ' || n % 200 as bytea)), p.pay_to, p.asset, current_date - n / 200, 100, 100000
            from payment p, generate_series(0, 200 * 70 - 1) n where p.payment_id = $1
            """;

    private static final String OFFERS = """
            insert into model_offer (model_digest, offer, issued_at)
            select sha256(cast('model ' || n as bytea)), m.offer, m.issued_at from model_offer m, generate_series(0, 199) n
            where m.issued_at = (select max(issued_at) from model_offer)
            """;

    @Inject
    Rows rows;

    @Inject
    Pool pool;

    /** Fills the ledger. */
    void settled(int calls) {
        SignedReceipt first = rows.affirmed(Address.of(new byte[20]));
        var entry = rows.settling();
        rows.broadcast(entry);
        rows.settled(entry, false);
        Tuple template = Tuple.of(buffer(first.receipt().paymentId().toArray()));
        Tuple batch = Tuple.of(calls / BATCH + 1, buffer(entry.hash().toArray()));
        run(BATCHES, batch);
        run(JOURNAL, batch);
        for (int from = 1; from <= calls; from += SLICE) {
            Tuple slice =
                    Tuple.of(buffer(first.receipt().paymentId().toArray()), from, Math.min(calls, from + SLICE - 1));
            run(PAYMENTS, slice);
            run(RECEIPTS, slice);
            run(APPRAISALS, slice);
        }
        run(SPEND, template);
        run(USAGE, template);
        run(OFFERS, Tuple.tuple());
        run("analyze", Tuple.tuple());
    }

    /** Without the time limit that queries of the explorer have. */
    private void run(String sql, Tuple parameters) {
        pool.withConnection(connection -> connection
                        .query("set statement_timeout = 0")
                        .execute()
                        .chain(() -> connection.preparedQuery(sql).execute(parameters))
                        .chain(() ->
                                connection.query("set statement_timeout = 3000").execute())
                        .chain(() -> Uni.createFrom().voidItem()))
                .await()
                .atMost(Duration.ofMinutes(5));
    }

    private static io.vertx.core.buffer.Buffer buffer(byte[] bytes) {
        return io.vertx.core.buffer.Buffer.buffer(bytes);
    }
}
