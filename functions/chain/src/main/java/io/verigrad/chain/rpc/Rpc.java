package io.verigrad.chain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.http.HttpService;

/** A node over HTTP, or several as if they were one. Every failure to get an answer is a {@link ChainUnavailableException}. Safe for many threads. */
public final class Rpc implements AutoCloseable {
    private static final int EXECUTION_REVERTED = 3;
    private static final int ATTEMPTS = 5;
    /** Nodes word them differently; anvil writes OutOfGas. */
    private static final List<String> FAULTS_OF_A_CONTRACT =
            List.of("revert", "out of gas", "outofgas", "invalid opcode", "opcodenotfound", "invalidfeopcode");

    private static final BigInteger VIEW_GAS = BigInteger.valueOf(10_000_000);

    /** Connections are kept for as many as ask at once, or most of them would be opened anew for every question. */
    private static final class Connections {
        static final ConnectionPool POOL = new ConnectionPool(64, 1, TimeUnit.MINUTES);
    }

    private final URI url;
    private final Supplier<OkHttpClient> client;
    private @Nullable OkHttpClient http;
    private @Nullable Web3j web3j;

    /** Prepares access; asks the node nothing yet. */
    public Rpc(URI url, Duration timeout) {
        this(url, () -> http(timeout));
    }

    private Rpc(URI url, Supplier<OkHttpClient> client) {
        this.url = url;
        this.client = client;
    }

    /**
     * Asks several nodes as if they were one: the first that answers, and two about what a transaction did.
     *
     * @param urls at least one, the preferred one first
     * @param chainId which a node of several must be on; one alone is not asked
     * @param timeout for one attempt with one node
     */
    public static Rpc of(List<URI> urls, ChainId chainId, Duration timeout) {
        return of(urls, chainId, timeout, System::nanoTime);
    }

    static Rpc of(List<URI> urls, ChainId chainId, Duration timeout, LongSupplier nanoTime) {
        return urls.size() == 1
                ? new Rpc(urls.getFirst(), timeout)
                : new Rpc(urls.getFirst(), () -> several(urls, chainId, timeout, nanoTime));
    }

    private static OkHttpClient several(List<URI> urls, ChainId chainId, Duration timeout, LongSupplier nanoTime) {
        List<Endpoint> endpoints =
                urls.stream().map(each -> new Endpoint(each, nanoTime)).toList();
        return new OkHttpClient.Builder()
                .addInterceptor(new Failover(endpoints, chainId, http(timeout)))
                .build();
    }

    private static OkHttpClient http(Duration timeout) {
        return new OkHttpClient.Builder()
                .connectionPool(Connections.POOL)
                .callTimeout(timeout)
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .followRedirects(false)
                .addNetworkInterceptor(new AnswerLimit())
                .build();
    }

    /** Made with the first question: a process that only starts needs none of it. */
    private synchronized OkHttpClient http() {
        if (http == null) {
            http = client.get();
        }
        return http;
    }

    /** Hundreds of classes more, which what a process asks before its first work does without. */
    private synchronized Web3j web3j() {
        if (web3j == null) {
            web3j = Web3j.build(new HttpService(url.toString(), http()));
        }
        return web3j;
    }

    /** Several questions in one round trip. */
    public RpcBatch batch() {
        return new RpcBatch(new JsonRpc(http(), url));
    }

    /** The text that the node answers to a question with texts for parameters; not an error and not nothing. */
    public String text(String method, String... parameters) throws ChainUnavailableException {
        JsonRpc rpc = new JsonRpc(http(), url);
        JsonNode answer = rpc.ask(method, parameters);
        Optional<Response.Error> error = JsonRpc.error(answer);
        for (int attempt = 1;
                attempt < ATTEMPTS && error.filter(Rpc::cameBetweenBlocks).isPresent();
                attempt++) {
            answer = rpc.ask(method, parameters);
            error = JsonRpc.error(answer);
        }
        if (error.isPresent()) {
            throw refused(method, error.get());
        }
        if (!answer.path("result").isTextual()) {
            throw new ChainUnavailableException(
                    method, answer.isObject() ? "the node answered null" : "expected an answer of JSON-RPC");
        }
        return answer.path("result").textValue();
    }

    /** Makes requests for {@link #result} and {@link #send}. */
    public Web3j requests() {
        return web3j();
    }

    /** Sends a request and returns the response, which may carry an error of the node. */
    @SuppressWarnings("rawtypes") // Request declares its bound raw
    public <T extends Response> T send(Request<?, T> request) throws ChainUnavailableException {
        T response = sendOnce(request);
        for (int attempt = 1;
                attempt < ATTEMPTS && response.hasError() && cameBetweenBlocks(response.getError());
                attempt++) {
            response = sendOnce(request);
        }
        return response;
    }

    /** A node that keeps no history refuses to look at the latest block if the next one comes in that moment. */
    static boolean cameBetweenBlocks(Response.Error error) {
        return error.getMessage() != null && error.getMessage().contains("BlockOutOfRange");
    }

    @SuppressWarnings("rawtypes") // Request declares its bound raw
    private <T extends Response> T sendOnce(Request<?, T> request) throws ChainUnavailableException {
        try {
            T response = request.send();
            if (response == null) {
                throw new ChainUnavailableException(request.getMethod(), "the node answered nothing");
            }
            return response;
        } catch (InterruptedIOException e) {
            throw new ChainUnavailableException(request.getMethod(), "no answer in time", e);
        } catch (IOException | RuntimeException e) {
            // web3j turns an answer that is not JSON-RPC into unchecked exceptions of several kinds.
            throw new ChainUnavailableException(
                    request.getMethod(), "no usable answer (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** The result of a request, which the node must not answer with an error or with nothing. */
    public <R> R result(Request<?, ? extends Response<R>> request) throws ChainUnavailableException {
        return optionalResult(request)
                .orElseThrow(() -> new ChainUnavailableException(request.getMethod(), "the node answered null"));
    }

    /** The result of a request, empty where the node answers null. */
    public <R> Optional<R> optionalResult(Request<?, ? extends Response<R>> request) throws ChainUnavailableException {
        Response<R> response = send(request);
        if (response.hasError()) {
            throw refused(request.getMethod(), response.getError());
        }
        return Optional.ofNullable(response.getResult());
    }

    /** Calls a contract at the latest block with this much gas. */
    public CallResult call(Address from, Address to, Bytes data, BigInteger gas) throws ChainUnavailableException {
        Transaction call = new Transaction(from.toString(), null, null, gas, to.toString(), null, data.toString());
        Response<String> response = send(requests().ethCall(call, DefaultBlockParameterName.LATEST));
        if (!response.hasError()) {
            return new CallResult.Returned(bytes("eth_call", response.getResult()));
        }
        return reverted("eth_call", response.getError());
    }

    /** An error of the node about what a contract did. */
    static CallResult.Reverted reverted(String method, Response.Error error) throws ChainUnavailableException {
        Bytes revert = revertOf(error).orElseThrow(() -> refused(method, error));
        return new CallResult.Reverted(RevertReason.of(revert), revert);
    }

    /** Calls a view that cannot revert unless the contract is another than expected. */
    public Bytes view(Address contract, Bytes data) throws ChainUnavailableException {
        return switch (call(Address.ZERO, contract, data, VIEW_GAS)) {
            case CallResult.Returned(Bytes returned) -> returned;
            case CallResult.Reverted(String reason, Bytes ignored) ->
                throw new ChainUnavailableException("eth_call", contract + " reverted: " + reason);
        };
    }

    /** The revert data in an error of a node, or empty if the error is not about what the contract did. */
    public static Optional<Bytes> revertOf(Response.Error error) {
        String message = error.getMessage() == null ? "" : error.getMessage().toLowerCase(Locale.ROOT);
        if (error.getCode() != EXECUTION_REVERTED
                && FAULTS_OF_A_CONTRACT.stream().noneMatch(message::contains)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bytes.parse(String.valueOf(error.getData()).replace("\"", "")));
        } catch (IllegalArgumentException noData) {
            return Optional.of(Bytes.EMPTY);
        }
    }

    /** A byte string of an answer. */
    public static Bytes bytes(String method, @Nullable String text) throws ChainUnavailableException {
        try {
            if (text != null) {
                return Bytes.parse(text);
            }
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException(method, "expected hex in the answer", e);
        }
        throw new ChainUnavailableException(method, "expected hex in the answer, found null");
    }

    /** A hash of an answer. */
    public static Hash32 hash(String method, @Nullable String text) throws ChainUnavailableException {
        Bytes bytes = bytes(method, text);
        if (bytes.size() != 32) {
            throw new ChainUnavailableException(
                    method, "expected a hash in the answer, found " + bytes.size() + " bytes");
        }
        return new Hash32(bytes);
    }

    /** An address of an answer. */
    public static Address address(String method, @Nullable String text) throws ChainUnavailableException {
        Bytes bytes = bytes(method, text);
        if (bytes.size() != 20) {
            throw new ChainUnavailableException(
                    method, "expected an address in the answer, found " + bytes.size() + " bytes");
        }
        return new Address(bytes);
    }

    /** The failure for an error of the node that is none of the outcomes we expect. */
    public static ChainUnavailableException refused(String method, Response.Error error) {
        return new ChainUnavailableException(method, describe(error));
    }

    /** Code and message of a node's error. */
    public static String describe(Response.Error error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        return "the node refused: " + error.getCode() + " " + RevertReason.printable(message);
    }

    @Override
    public synchronized void close() {
        if (web3j != null) {
            web3j.shutdown();
        }
    }
}
