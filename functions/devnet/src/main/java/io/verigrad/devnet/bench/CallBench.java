package io.verigrad.devnet.bench;

import io.verigrad.devnet.Accounts;
import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.DevnetLog;
import io.verigrad.devnet.DevnetOptions;
import io.verigrad.devnet.Progress;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ProtocolVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * What paying adds to a call, on a whole local network with deferred settlement: each paid call beside the same request
 * without a payment, which is answered 402, and the time that its model ran, which the runner says (Server-Timing).
 */
final class CallBench {
    private static final String PATH = "/v1/embeddings";
    private static final byte[] BODY =
            "{\"model\":\"all-minilm-l6-v2\",\"input\":\"Trust is good, a receipt is better.\"}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final Pattern TIME = Pattern.compile("([a-z]+);dur=([0-9.]+)");
    private static final List<String> STEPS = List.of("check", "confirm", "sign", "publish");
    /** Until the compiler is done with what a call runs. */
    private static final int WARM_UP = 3_000;

    private final Path home;
    private final PrintStream out;
    private final SecureRandom random = new SecureRandom();

    CallBench(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Milliseconds of one pair of calls; {@code times} is what the runner says of the paid one. */
    private record Pair(double paid, double unpaid, Map<String, Double> times) {
        double added() {
            return paid - unpaid - of("run");
        }

        double of(String part) {
            return times.getOrDefault(part, Double.NaN);
        }
    }

    void run(int calls) throws IOException, InterruptedException {
        DevnetOptions options = DevnetOptions.free(home, "bench").likeProduction();
        DevnetLog.to(options.state().resolveSibling("bench.log"));
        List<Pair> pairs = new ArrayList<>();
        try (Devnet devnet = Devnet.start(options, Progress.to(out));
                HttpClient http = HttpClient.newHttpClient()) {
            URI url = devnet.runner().url().resolve(PATH);
            for (int i = 0; i < WARM_UP + calls; i++) {
                Pair pair = pair(http, url);
                if (i >= WARM_UP) {
                    pairs.add(pair);
                }
            }
        }
        out.println();
        out.println("| milliseconds of " + calls + " calls | median | p90 |");
        out.println("| --- | --- | --- |");
        print("paid call, as its client sees it", pairs.stream().mapToDouble(Pair::paid));
        print("same request without payment (402)", pairs.stream().mapToDouble(Pair::unpaid));
        print("of the paid call, the model", pairs.stream().mapToDouble(pair -> pair.of("run")));
        print(
                "of the paid call, payment and proof inside of the runner",
                pairs.stream().mapToDouble(pair -> pair.of("pay")));
        for (String step : STEPS) {
            print("- " + step, pairs.stream().mapToDouble(pair -> pair.of(step)));
        }
        print("added by paying (first less second less third)", pairs.stream().mapToDouble(Pair::added));
    }

    private void print(String what, DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        out.printf("| %s | %.2f | %.2f |%n", what, sorted[sorted.length / 2], sorted[sorted.length * 9 / 10]);
    }

    private Pair pair(HttpClient http, URI url) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> unpaid = http.send(request(url).build(), HttpResponse.BodyHandlers.ofString());
        double unpaidMillis = (System.nanoTime() - start) / 1e6;
        HttpRequest paying = request(url)
                .header(ProtocolVersion.V2.paymentHeader(), pay(unpaid))
                .build();
        start = System.nanoTime();
        HttpResponse<String> paid = http.send(paying, HttpResponse.BodyHandlers.ofString());
        double paidMillis = (System.nanoTime() - start) / 1e6;
        Map<String, Double> times = new HashMap<>();
        Matcher time = TIME.matcher(paid.headers().firstValue("Server-Timing").orElse(""));
        while (time.find()) {
            times.put(time.group(1), Double.parseDouble(time.group(2)));
        }
        if (paid.statusCode() != 200 || !times.keySet().containsAll(STEPS)) {
            throw new IOException(
                    "expected an answer with its times, found status " + paid.statusCode() + ": " + paid.body());
        }
        return new Pair(paidMillis, unpaidMillis, times);
    }

    private String pay(HttpResponse<String> unpaid) throws IOException {
        String header = unpaid.headers()
                .firstValue(ProtocolVersion.PAYMENT_REQUIRED)
                .orElseThrow(() -> new IOException("expected an offer, found status " + unpaid.statusCode()));
        try {
            PaymentRequired required = PaymentHeader.required(header);
            PaymentRequirements terms = required.accepts().stream()
                    .filter(offer -> offer.scheme().equals(PaymentRequirements.EXACT))
                    .findFirst()
                    .orElseThrow(() -> new IOException("expected an offer of exact"));
            byte[] nonce = new byte[32];
            random.nextBytes(nonce);
            return PaymentHeader.encode(new Eip3009Signer(Accounts.PAYER, Clock.systemUTC())
                    .pay(terms, Optional.of(required.resource()), Hash32.of(nonce))
                    .toJson());
        } catch (PaymentFormatException e) {
            throw new IOException("the runner's offer cannot be read", e);
        }
    }

    private static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY));
    }
}
