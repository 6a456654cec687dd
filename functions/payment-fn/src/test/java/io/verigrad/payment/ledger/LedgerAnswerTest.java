package io.verigrad.payment.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class LedgerAnswerTest {
    @Test
    void givesTheAnswer() throws Exception {
        assertThat(LedgerAnswer.await(Uni.createFrom().item("yes"))).isEqualTo("yes");
    }

    @Test
    void tellsAnOutageFromABug() {
        Uni<String> down = Uni.createFrom()
                .failure(() -> new IllegalStateException("no session", new ConnectException("Connection refused")));
        Uni<String> bug = Uni.createFrom().failure(() -> new IllegalStateException("bug"));

        assertThatThrownBy(() -> LedgerAnswer.await(down)).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> LedgerAnswer.await(bug))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bug");
    }

    @Test
    void takesADroppedConnectionForAnOutageAndARefusedStatementForABug() {
        Uni<String> dropped = Uni.createFrom().failure(() -> ClosedConnectionException.INSTANCE);
        Uni<String> twice = Uni.createFrom().failure(() -> new PgException("duplicate key", "ERROR", "23505", ""));

        assertThatThrownBy(() -> LedgerAnswer.await(dropped)).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> LedgerAnswer.await(twice)).isInstanceOf(PgException.class);
    }
}
