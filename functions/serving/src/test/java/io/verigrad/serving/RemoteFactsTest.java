package io.verigrad.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.ledger.testing.DatabaseResource;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One test: what was found good is not looked at again, so the order of what is wrong matters. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class RemoteFactsTest {
    @Inject
    Work work;

    @Inject
    Pool pool;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI base;

    @Test
    void answersWorkWith503AndTheReasonUntilChainAndLedgerAreTheRightOnes() throws Exception {
        // The chain answers with another id, nothing is deployed on it, and a newer program migrated the ledger.
        work.node.chainId = "0x1";
        sql("insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                + " execution_time, success) values (1000, '1000', 'newer', 'SQL', 'test', 'test', 1, true)");
        HttpResponse<String> wrong = post();
        assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(503);
        assertThat(wrong.headers().firstValue("Retry-After")).contains("2");
        assertThat(wrong.body())
                .contains("\"not_ready\"")
                .contains("expected chain eip155:84532, found eip155:1")
                .contains("the Settlement contract at " + Work.SETTLEMENT + ", found no code")
                .contains("the EnclaveRegistry contract at " + Work.REGISTRY + ", found no code")
                .contains("found 1000; the database is newer than this program");
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/work").statusCode()).isEqualTo(200);

        sql("delete from flyway_schema_history where script = 'test'");
        work.node.chainId = "0x14a34";
        work.node.code = Set.of(Work.SETTLEMENT.toString());
        HttpResponse<String> incomplete = post();
        assertThat(incomplete.statusCode()).as(incomplete.body()).isEqualTo(503);
        assertThat(incomplete.body()).contains("EnclaveRegistry").doesNotContain("ledger", "Settlement contract");
        assertThat(work.done).hasValue(0);

        work.node.code = Set.of(Work.SETTLEMENT.toString(), Work.REGISTRY.toString());
        HttpResponse<String> good = post();
        assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
        assertThat(good.body()).isEqualTo("{\"a\":1}");
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);

        work.node.chainId = "0x1";
        assertThat(post().statusCode()).isEqualTo(200);
        assertThat(work.done).hasValue(2);
    }

    private HttpResponse<String> post() throws Exception {
        return send(HttpRequest.newBuilder(base.resolve("/work"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
                .build());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(base.resolve(path)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private void sql(String statement) {
        pool.query(statement).execute().await().indefinitely();
    }
}
