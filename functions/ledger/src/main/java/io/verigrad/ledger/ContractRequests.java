package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of contracts: {@code OPEN -> ANSWERED -> DELIVERED}, and from both {@code GIVEN_UP}, after which the asker
 * takes its money back when the request has expired.
 */
@ApplicationScoped
public class ContractRequests {
    private static final String POSITION =
            "select block_number, block_hash from watched_contract where contract = :contract";

    private static final String BEGIN = """
            insert into watched_contract (contract, block_number, block_hash) values (:contract, :number, :hash)
            on conflict (contract) do nothing
            """;

    private static final String MOVE = """
            update watched_contract set block_number = :number, block_hash = :hash, updated_at = now()
            where contract = :contract and block_number = :oldNumber and block_hash = :oldHash
            """;

    /** A number that a reorganisation gave to another request is a new one, unless it is answered for good. */
    private static final String ADD = """
            insert into contract_request (contract, request_id, model_digest, locator)
            values (:contract, :id, :model, :locator)
            on conflict (contract, request_id) do update
                set model_digest = excluded.model_digest, locator = excluded.locator, state = 'OPEN', reason = null,
                    tries = 0, rests_until = '-infinity', host = null, signed = null, answer = null, updated_at = now()
                where contract_request.state <> 'DELIVERED'
                    and (contract_request.model_digest, contract_request.locator)
                        is distinct from (excluded.model_digest, excluded.locator)
            """;

    private static final String TAKE = """
            update contract_request set tries = tries + 1, rests_until = :until, updated_at = now()
            where contract = :contract and request_id in (
                select request_id from contract_request
                where contract = :contract and state = 'OPEN' and rests_until <= :now
                    and encode(model_digest, 'hex') = any(string_to_array(:models, ','))
                order by request_id limit :limit for update skip locked)
            returning request_id, model_digest, locator
            """;

    private static final String ANSWER = """
            update contract_request set state = 'ANSWERED', host = :host, signed = :signed, answer = :answer, tries = 0,
                rests_until = '-infinity', updated_at = now()
            where contract = :contract and request_id = :id and state = 'OPEN'
            """;

    private static final String ANSWERED = """
            select request_id, host, signed, answer from contract_request
            where contract = :contract and state = 'ANSWERED' and rests_until <= :now
            order by request_id limit :limit
            """;

    private static final String FAILED = """
            update contract_request
            set tries = tries + 1, rests_until = :until, reason = :reason, updated_at = now(),
                state = case when tries + 1 >= :most then 'GIVEN_UP' else state end
            where contract = :contract and request_id = :id and state = 'ANSWERED'
            """;

    /** The transaction stands in the row, so that whoever meets the same failure again does not count it again. */
    private static final String REVERTED = """
            update contract_request
            set tries = tries + 1, rests_until = :until, reason = 'reverted', failed_transaction = :transaction,
                updated_at = now(), state = case when tries + 1 >= :most then 'GIVEN_UP' else state end
            where contract = :contract and request_id = :id and state = 'ANSWERED'
                and failed_transaction is distinct from :transaction
            """;

    private static final String TIRED = """
            update contract_request set state = 'GIVEN_UP', reason = 'not_answered', updated_at = now()
            where contract = :contract and state = 'OPEN' and tries >= :most and rests_until <= :now
            """;

    private static final String GIVE_UP = """
            update contract_request set state = 'GIVEN_UP', reason = :reason, updated_at = now()
            where contract = :contract and request_id = :id and state in ('OPEN', 'ANSWERED')
            """;

    private static final String DELIVERED = """
            update contract_request set state = 'DELIVERED', reason = null, updated_at = now()
            where contract = :contract and request_id = :id and state = 'ANSWERED'
            """;

    private static final String STATE =
            "select state, reason from contract_request where contract = :contract and request_id = :id";

    private final LedgerSession ledger;

    ContractRequests(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /** Where a request is, and why it was given up. */
    public record Standing(String state, Optional<String> reason) {}

    /** How far the events of a contract were read; empty before the first time. */
    public Uni<Optional<WatchPosition>> position(Address contract) {
        return ledger.withStatements(statements -> statements
                .rows(
                        POSITION,
                        row -> new WatchPosition(row.getLong("block_number"), Columns.hash(row, "block_hash")),
                        Map.of("contract", contract))
                .map(rows -> rows.stream().findFirst()));
    }

    /** Starts to watch a contract after this block, unless it is watched. */
    public Uni<Void> begin(Address contract, WatchPosition position) {
        return ledger.withStatements(statements -> statements.update(BEGIN, at(contract, position)))
                .replaceWithVoid();
    }

    /**
     * Writes down what the blocks after {@code old} up to {@code position} hold, in one transaction with the position.
     *
     * @return whether this call moved it; another process may have been first, and then nothing is written
     */
    public Uni<Boolean> advance(
            Address contract, WatchPosition old, WatchPosition position, List<ContractRequest> requests) {
        Map<String, Object> parameters = at(contract, position);
        parameters.put("oldNumber", old.blockNumber());
        parameters.put("oldHash", old.blockHash());
        return ledger.inTransaction(statements -> statements
                .update(MOVE, parameters)
                .chain(moved -> moved == 0
                        ? Uni.createFrom().item(false)
                        : add(statements, contract, requests, 0).replaceWith(true)));
    }

    /**
     * Takes open requests for some models; nobody else is given them until {@code until}.
     *
     * @param models digests of models
     */
    public Uni<List<ContractRequest>> take(
            Address contract, List<Hash32> models, Instant now, Instant until, int limit) {
        Map<String, Object> parameters = Map.of(
                "contract", contract, "models", Statements.hexList(models), "now", now, "until", until, "limit", limit);
        return ledger.withStatements(statements -> statements.rows(TAKE, ContractRequests::request, parameters));
    }

    /** Keeps an answer to deliver: OPEN to ANSWERED. Whether this call moved it. */
    public Uni<Boolean> answer(Address contract, ContractAnswer answer) {
        return moved(
                ANSWER,
                Map.of(
                        "contract",
                        contract,
                        "id",
                        answer.id(),
                        "host",
                        answer.host(),
                        "signed",
                        new String(Json.write(answer.receipt()), StandardCharsets.UTF_8),
                        "answer",
                        answer.answer()));
    }

    /** Answers that wait to be delivered, of the oldest requests first. */
    public Uni<List<ContractAnswer>> answered(Address contract, Instant now, int limit) {
        return ledger.withStatements(statements -> statements.rows(
                ANSWERED, ContractRequests::answer, Map.of("contract", contract, "now", now, "limit", limit)));
    }

    /**
     * An answer could not be delivered: it rests until {@code until}, or is given up after {@code most} times.
     *
     * @param reason a stable code
     */
    public Uni<Boolean> failed(Address contract, BigInteger id, String reason, Instant until, int most) {
        return moved(FAILED, Map.of("contract", contract, "id", id, "reason", reason, "until", until, "most", most));
    }

    /**
     * A delivery was sent and failed on the chain: as {@link #failed}, once for each transaction.
     *
     * @return whether this call counted it; false if it was counted before
     */
    public Uni<Boolean> reverted(Address contract, BigInteger id, Hash32 transaction, Instant until, int most) {
        return moved(
                REVERTED,
                Map.of("contract", contract, "id", id, "transaction", transaction, "until", until, "most", most));
    }

    /** Gives up what was taken {@code most} times and never answered; how many that are. */
    public Uni<Integer> giveUpUnanswered(Address contract, Instant now, int most) {
        return ledger.withStatements(
                statements -> statements.update(TIRED, Map.of("contract", contract, "now", now, "most", most)));
    }

    /**
     * Nothing more is done for it: to GIVEN_UP. Whether this call moved it.
     *
     * @param reason a stable code
     */
    public Uni<Boolean> giveUp(Address contract, BigInteger id, String reason) {
        return moved(GIVE_UP, Map.of("contract", contract, "id", id, "reason", reason));
    }

    /** Its delivery is final: ANSWERED to DELIVERED. Whether this call moved it. */
    public Uni<Boolean> delivered(Address contract, BigInteger id) {
        return moved(DELIVERED, Map.of("contract", contract, "id", id));
    }

    /** Where a request is; empty if it was never seen. */
    public Uni<Optional<Standing>> find(Address contract, BigInteger id) {
        return ledger.withStatements(statements -> statements
                .rows(
                        STATE,
                        row -> new Standing(row.getString("state"), Optional.ofNullable(row.getString("reason"))),
                        Map.of("contract", contract, "id", id))
                .map(rows -> rows.stream().findFirst()));
    }

    private static Uni<Void> add(Statements statements, Address contract, List<ContractRequest> requests, int next) {
        if (next == requests.size()) {
            return Uni.createFrom().voidItem();
        }
        ContractRequest request = requests.get(next);
        return statements
                .update(
                        ADD,
                        Map.of(
                                "contract",
                                contract,
                                "id",
                                request.id(),
                                "model",
                                request.modelDigest(),
                                "locator",
                                request.locator()))
                .chain(() -> add(statements, contract, requests, next + 1));
    }

    private Uni<Boolean> moved(String sql, Map<String, ?> parameters) {
        return ledger.withStatements(statements -> statements.update(sql, parameters))
                .map(count -> count == 1);
    }

    private static Map<String, Object> at(Address contract, WatchPosition position) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("contract", contract);
        parameters.put("number", position.blockNumber());
        parameters.put("hash", position.blockHash());
        return parameters;
    }

    private static ContractRequest request(Row row) {
        return new ContractRequest(
                row.getBigDecimal("request_id").toBigIntegerExact(),
                Columns.hash(row, "model_digest"),
                Columns.bytes(row, "locator"));
    }

    private static ContractAnswer answer(Row row) {
        return new ContractAnswer(
                row.getBigDecimal("request_id").toBigIntegerExact(),
                ReceiptRow.read(row),
                Columns.address(row, "host"),
                Columns.bytes(row, "answer"));
    }
}
