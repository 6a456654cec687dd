package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** The names that payers give their payments, each to one payee. A name stands for one payment for ever. */
@ApplicationScoped
public class PaymentIdentifiers {
    private static final String CLAIM = """
            with claimed as (
                insert into payment_identifier (payer, pay_to, id, subject) values ($1, $2, $3, $4)
                on conflict (payer, pay_to, id) do nothing returning subject)
            select subject from claimed
            union all select subject from payment_identifier where payer = $1 and pay_to = $2 and id = $3
            limit 1
            """;

    private final Pool pool;

    PaymentIdentifiers(Pool pool) {
        this.pool = pool;
    }

    /** Gives a payment its name. Whether the name is this payment's, now or already. */
    public Uni<Boolean> claim(Address payer, Address payTo, String id, Bytes subject) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(
                        Buffer.buffer(payer.toArray()),
                        Buffer.buffer(payTo.toArray()),
                        id,
                        Buffer.buffer(subject.toArray())))
                .chain(rows -> rows.size() == 1
                        ? Uni.createFrom()
                                .item(Bytes.of(rows.iterator()
                                                .next()
                                                .getBuffer(0)
                                                .getBytes())
                                        .equals(subject))
                        // Another one claimed it at the same time, which this statement does not see; the next one
                        // does.
                        : claim(payer, payTo, id, subject));
    }
}
