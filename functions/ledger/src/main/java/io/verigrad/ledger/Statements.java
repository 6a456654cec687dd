package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** SQL with named parameters, in which the values of the domain stand for themselves. */
final class Statements {
    private final SqlClient client;

    Statements(SqlClient client) {
        this.client = client;
    }

    /** Runs a statement and gives the number of rows it touched. */
    Uni<Integer> update(String sql, Map<String, ?> parameters) {
        return execute(sql, parameters).map(RowSet::rowCount);
    }

    /** Reads rows; a statement that changes and returns rows is a read as well. */
    <T> Uni<List<T>> rows(String sql, Function<Row, T> reader, Map<String, ?> parameters) {
        return execute(sql, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(reader)
                        .toList());
    }

    /** Ids as one parameter: {@code string_to_array} and {@code decode} make a set of it, of any size, in one plan. */
    static String hexList(List<Hash32> ids) {
        return String.join(
                ",", ids.stream().map(id -> id.toString().substring(2)).toList());
    }

    private Uni<RowSet<Row>> execute(String sql, Map<String, ?> parameters) {
        NamedSql statement = NamedSql.of(sql);
        Tuple values = Tuple.tuple();
        statement.names().forEach(name -> values.addValue(column(statement.value(name, parameters))));
        return client.preparedQuery(statement.numbered()).execute(values);
    }

    private static Object column(Object value) {
        return switch (value) {
            case Hash32 hash -> Buffer.buffer(hash.toArray());
            case Address address -> Buffer.buffer(address.toArray());
            case Bytes bytes -> Buffer.buffer(bytes.toArray());
            case byte[] bytes -> Buffer.buffer(bytes);
            case TokenAmount amount -> new BigDecimal(amount.value());
            case BigInteger number -> new BigDecimal(number);
            case Instant time -> time.atOffset(ZoneOffset.UTC);
            case Enum<?> named -> named.name();
            default -> value;
        };
    }
}
