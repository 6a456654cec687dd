package io.verigrad.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedSqlTest {
    @Test
    void givesEachNameOneNumber() {
        NamedSql statement =
                NamedSql.of("update t set a = :to, b = cast(:to as text) where a = :from and c = :fromElsewhere");

        assertThat(statement)
                .isEqualTo(new NamedSql(
                        "update t set a = $1, b = cast($1 as text) where a = $2 and c = $3",
                        List.of("to", "from", "fromElsewhere")));
    }

    @Test
    void refusesAStatementWithoutOneOfItsValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedSql.of("select :id, :other").value("other", Map.of("id", 1)))
                .withMessage("no value for :other in select $1, $2");
    }
}
