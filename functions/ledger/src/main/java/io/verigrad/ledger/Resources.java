package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** What was paid for through this facilitator, for others to find. */
@ApplicationScoped
public class Resources {
    /** A payee cannot fill the list: new entries beyond this many are not taken. */
    static final int MAX_OF_PAYEE = 200;

    private static final String NOTE = """
            insert into resource (url, pay_to, type, scheme, network, extensions, entry, words)
            select $1, $2, $3, $4, $5, $6, $7, $8
            where (select count(*) from resource where pay_to = $2 and url <> $1) < $9
            on conflict (url, pay_to) do update set type = excluded.type, scheme = excluded.scheme,
                network = excluded.network, extensions = excluded.extensions, entry = excluded.entry,
                words = excluded.words, settled = resource.settled + 1, updated_at = now()
            """;

    private static final String FIND = """
            select entry, updated_at, count(*) over () as total from resource
            where ($1::text is null or to_tsvector('simple', words) @@ websearch_to_tsquery('simple', $1))
                and ($2::text is null or type = $2) and ($3::bytea is null or pay_to = $3)
                and ($4::text is null or scheme = $4) and ($5::text is null or network = $5)
                and ($6::text is null or $6 = any(extensions))
            order by case when $1::text is null then 0
                          else -ts_rank(to_tsvector('simple', words), websearch_to_tsquery('simple', $1)) end,
                updated_at desc, url, pay_to
            limit $7 offset $8
            """;

    private final Pool pool;

    Resources(Pool pool) {
        this.pool = pool;
    }

    /** Lists a resource that was paid for just now. Whether it was taken. */
    public Uni<Boolean> note(ListedResource resource) {
        return pool.preparedQuery(NOTE)
                .execute(Tuple.from(List.of(
                        resource.url(),
                        bytes(resource.payTo()),
                        resource.type(),
                        resource.scheme(),
                        resource.network(),
                        resource.extensions().toArray(String[]::new),
                        resource.entry(),
                        resource.words(),
                        (long) MAX_OF_PAYEE)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The resources that fit best, or were paid for last. */
    public Uni<ResourcePage> find(ResourceQuery query) {
        Tuple parameters = Tuple.tuple()
                .addValue(query.words().orElse(null))
                .addValue(query.type().orElse(null))
                .addValue(query.payTo().map(Resources::bytes).orElse(null))
                .addValue(query.scheme().orElse(null))
                .addValue(query.network().orElse(null))
                .addValue(query.extension().orElse(null))
                .addValue((long) query.limit())
                .addValue((long) query.offset());
        return pool.preparedQuery(FIND).execute(parameters).map(rows -> {
            List<ResourcePage.Found> found = new ArrayList<>();
            long total = 0;
            for (Row row : rows) {
                total = row.getLong("total");
                found.add(new ResourcePage.Found(
                        row.getString("entry"),
                        row.getOffsetDateTime("updated_at").toInstant()));
            }
            return new ResourcePage(found, total);
        });
    }

    private static Buffer bytes(Address address) {
        return Buffer.buffer(address.toArray());
    }
}
