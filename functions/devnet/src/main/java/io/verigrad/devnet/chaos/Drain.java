package io.verigrad.devnet.chaos;

import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.reconcile.Events;
import io.verigrad.event.InferenceAttested;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Waits until a network that nobody calls any more has done all that it has to. */
final class Drain {
    private static final String GROUP = "verigrad-verifier-fn";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REPLAY = Duration.ofSeconds(10);

    /** What waits for an event that will not come: its runner died before the answer. Its hour is let pass at once. */
    private static final String LET_TIME_PASS = "update payment set deadline = now() where state = 'RESERVED'";

    private static final String UNFINISHED =
            "select (select count(*) from payment where state not in ('SETTLED', 'RELEASED',"
                    + " 'RESERVED')) + (select count(*) from journal where state in ('WRITTEN', 'BROADCAST', 'MINED'))";
    private static final String RESERVED = "select count(*) from payment where state = 'RESERVED'";

    private final Devnet devnet;
    private final Events events;
    private final Duration limit;

    Drain(Devnet devnet, Duration limit) {
        this.devnet = devnet;
        this.events = new Events(devnet.broker().bootstrapServers());
        this.limit = limit;
    }

    /** Returns how long it took; whatever is left after the limit is for the audit to find. */
    Duration run() throws SQLException, IOException, InterruptedException {
        long start = System.nanoTime();
        long replayed = start;
        while (since(start).compareTo(limit) < 0) {
            if (events.unhandled(InferenceAttested.TOPIC, GROUP) == 0 && count(UNFINISHED) == 0) {
                if (count(RESERVED) == 0) {
                    break;
                }
                letTimePass();
            }
            if (since(replayed).compareTo(REPLAY) > 0) {
                replay();
                replayed = System.nanoTime();
            }
            Thread.sleep(POLL);
        }
        return since(start);
    }

    /** What an operator's clock does: appraises again what could not be. */
    private void replay() throws IOException, InterruptedException {
        URI verifier = devnet.verifier().url().resolve("/replay");
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(verifier)
                            .timeout(Duration.ofSeconds(60))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"limit\":500}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private long count(String query) throws SQLException {
        try (Connection ledger = devnet.connectToLedger();
                Statement statement = ledger.createStatement();
                ResultSet count = statement.executeQuery(query)) {
            count.next();
            return count.getLong(1);
        }
    }

    private void letTimePass() throws SQLException {
        try (Connection ledger = devnet.connectToLedger();
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate(LET_TIME_PASS);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
