package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** SQL with named parameters, in which the values of the domain stand for themselves. */
final class Statements {
    private final Mutiny.Session session;

    Statements(Mutiny.Session session) {
        this.session = session;
    }

    /** Runs a statement and gives the number of rows it touched. */
    Uni<Integer> update(String sql, Map<String, ?> parameters) {
        Mutiny.MutationQuery query = session.createNativeQuery(sql);
        parameters.forEach((name, value) -> query.setParameter(name, column(value)));
        return query.executeUpdate();
    }

    /** Reads rows; a statement that changes and returns rows is a read as well. */
    <T> Uni<List<T>> rows(String sql, Class<T> type, Map<String, ?> parameters) {
        Mutiny.SelectionQuery<T> query = session.createNativeQuery(sql, type);
        parameters.forEach((name, value) -> query.setParameter(name, column(value)));
        return query.getResultList();
    }

    /** Reads entities by a query in Hibernate's language. */
    <T> Uni<List<T>> entities(String query, Class<T> type, Map<String, ?> parameters) {
        Mutiny.SelectionQuery<T> selection = session.createSelectionQuery(query, type);
        parameters.forEach((name, value) ->
                selection.setParameter(name, value instanceof Enum<?> named ? named : column(value)));
        return selection.getResultList();
    }

    /** Ids as one parameter: {@code string_to_array} and {@code decode} make a set of it, of any size, in one plan. */
    static String hexList(List<Hash32> ids) {
        return String.join(
                ",", ids.stream().map(id -> id.toString().substring(2)).toList());
    }

    private static Object column(Object value) {
        return switch (value) {
            case Hash32 hash -> hash.toArray();
            case Address address -> address.toArray();
            case Bytes bytes -> bytes.toArray();
            case TokenAmount amount -> new BigDecimal(amount.value());
            case BigInteger number -> new BigDecimal(number);
            case Instant time -> time.atOffset(ZoneOffset.UTC);
            case Enum<?> named -> named.name();
            default -> value;
        };
    }
}
