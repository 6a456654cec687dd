package io.verigrad.explorer.call;

/** The queries of calls. Each list walks an index that holds its order. */
final class CallSql {
    private static final String COLUMNS = """
            select s.*, r.signed, r.created_at as served_at,
                cast(r.signed as jsonb) #>> '{receipt,modelDigest}' as model_digest,
                cast(r.signed as jsonb) #>> '{receipt,assurance}' as assurance
            from payment_status s left join receipt r on r.payment_id = s.payment_id
            """;

    private static final String BEFORE = "(s.created_at, s.payment_id) < ($1, $2) ";
    private static final String NEWEST = "order by s.created_at desc, s.payment_id desc limit $3";

    static final String ALL = COLUMNS + "where " + BEFORE + NEWEST;
    static final String OF_PAYER = COLUMNS + "where s.payer = $4 and " + BEFORE + NEWEST;
    static final String OF_ENCLAVE = COLUMNS + "where s.enclave_key = $4 and " + BEFORE + NEWEST;
    static final String ONE = COLUMNS + "where s.payment_id = $1";

    static final String APPRAISALS = """
            select validator, status, reasons, appraised_at from appraisal where receipt_id = $1
            order by appraised_at limit 100
            """;

    static final String SETTLEMENT = """
            select b.root, b.count, b.state, b.created_at, p.batch_position, j.hash, j.state as transaction_state,
                j.block_number, j.created_at as written_at, j.updated_at as moved_at
            from payment p join batch b on b.batch_id = p.batch_id join journal j on j.hash = b.transaction_hash
            where p.payment_id = $1
            """;

    private CallSql() {}
}
