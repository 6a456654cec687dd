package io.verigrad.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class LedgerOutageTest {
    @Test
    void passesWhenTheDatabaseIsAwayOrBusy() {
        assertThat(LedgerOutage.isCauseOf(new IllegalStateException(new ConnectException("refused"))))
                .isTrue();
        assertThat(LedgerOutage.isCauseOf(new IllegalStateException(ClosedConnectionException.INSTANCE)))
                .isTrue();
        assertThat(LedgerOutage.isCauseOf(refused("57P01"))).isTrue();
        assertThat(LedgerOutage.isCauseOf(refused("40001"))).isTrue();
    }

    @Test
    void staysWhenTheStatementIsWrong() {
        assertThat(LedgerOutage.isCauseOf(refused("23505"))).isFalse();
        assertThat(LedgerOutage.isCauseOf(refused("42703"))).isFalse();
        assertThat(LedgerOutage.isCauseOf(new IllegalStateException("bug"))).isFalse();
    }

    private static RuntimeException refused(String sqlState) {
        return new IllegalStateException(new PgException("refused", "ERROR", sqlState, ""));
    }
}
