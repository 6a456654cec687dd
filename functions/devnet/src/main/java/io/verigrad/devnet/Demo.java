package io.verigrad.devnet;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.client.CallOutcome;
import io.verigrad.client.CallStep;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.Network;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.attestation.AttestedKeys;
import io.verigrad.client.attestation.EvidenceCheck;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.recheck.RecheckResult;
import io.verigrad.client.recheck.Rechecks;
import io.verigrad.collateral.CollateralService;
import io.verigrad.collateral.FileStore;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pays for calls on a local network and follows each to the chain, as any consumer could. */
final class Demo {
    private static final Duration SETTLEMENT_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(150);
    private static final String RECHECK = "recheck";

    private final Devnet devnet;
    private final DemoPrinter printer;
    /** Of the first call: what the second runner is asked about. */
    private CallOutcome.@Nullable Answered answer;

    Demo(Devnet devnet, DemoPrinter printer) {
        this.devnet = devnet;
        this.printer = printer;
    }

    DemoResult run() throws IOException, InterruptedException, ChainUnavailableException {
        long start = System.nanoTime();
        TokenAmount before = payerBalance();
        List<DemoResult.Call> calls = new ArrayList<>();
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(30), 1 << 20);
                ServiceProcess second = devnet.startAnotherRunner()) {
            VerigradClient client = new VerigradClient(
                    network(),
                    ClientPolicy.of(Set.of(devnet.contracts().usdc()), TokenAmount.of(10_000)),
                    http,
                    Accounts.PAYER,
                    new SecureRandom(),
                    Clock.systemUTC());
            VerigradClient privately = client.privately(keys(http), Optional.empty());
            for (DemoCall call : DemoCall.all()) {
                calls.add(run(call.sealed() ? privately : client, call));
            }
            calls.add(recheck(client, second));
        }
        TokenAmount after = payerBalance();
        TokenAmount paid = after.compareTo(before) <= 0 ? before.minus(after) : TokenAmount.ZERO;
        TokenAmount charged = calls.stream().map(DemoResult.Call::charge).reduce(TokenAmount.ZERO, TokenAmount::plus);
        boolean once = paid.equals(charged)
                && calls.stream().map(DemoResult.Call::paymentId).distinct().count() == calls.size();
        boolean ok = once && calls.stream().allMatch(DemoResult.Call::isSettled);
        DemoResult result = new DemoResult(
                ok, List.copyOf(calls), new DemoResult.Payer(paid, charged, once), millisSince(start) / 1000);
        printer.table(result);
        return result;
    }

    /** The runner's key by its evidence of this moment, appraised by the network's own policy. */
    private AttestedKeys keys(BoundedHttp http) throws IOException {
        Clock clock = Clock.systemUTC();
        try {
            AppraisalPolicy policy = AppraisalPolicy.parse(Files.readString(devnet.policyFile()));
            CollateralService none = new CollateralService(
                    new FileStore(devnet.settings().options().state().resolve("collateral")),
                    Optional.empty(),
                    Duration.ofSeconds(1),
                    clock);
            return new AttestedKeys(new EvidenceCheck(policy, none, clock), http, new SecureRandom(), clock);
        } catch (PolicyFormatException e) {
            throw new IllegalStateException("the policy of this network is malformed: " + e.problems(), e);
        }
    }

    /** Has the first call run again by another operator's enclave, which signs whether the answer is the same. */
    private DemoResult.Call recheck(VerigradClient client, ServiceProcess second)
            throws IOException, InterruptedException, ChainUnavailableException {
        DemoCall call = DemoCall.all().getFirst();
        CallOutcome.Answered first = answer;
        if (first == null) {
            return failed(RECHECK, call.model(), 0, 0, "there is no answer of the first call");
        }
        second.awaitReady();
        long start = System.nanoTime();
        printer.recheck(call.model(), first.receipt().id());
        RecheckResult result = new Rechecks(client)
                .ask(second.url(), first.receipt(), call.path(), call.body(), first.body(), printer::step);
        long answered = millisSince(start);
        return switch (result) {
            case RecheckResult.Judged(SignedRecheck verdict, SignedReceipt by) -> {
                printer.verdict(verdict);
                yield follow(
                        RECHECK,
                        call.model(),
                        by,
                        Optional.empty(),
                        Optional.of(verdict.recheck().outcome()),
                        start,
                        answered);
            }
            case RecheckResult.NotAVerdict(String problem) -> failed(RECHECK, call.model(), 200, answered, problem);
            case RecheckResult.NotAnswered(CallOutcome outcome) ->
                failed(RECHECK, call.model(), 0, answered, outcome.toString());
        };
    }

    private DemoResult.Call run(VerigradClient client, DemoCall call)
            throws IOException, InterruptedException, ChainUnavailableException {
        long start = System.nanoTime();
        printer.call(call);
        AtomicReference<String> level = new AtomicReference<>("");
        CallOutcome outcome = client.post(devnet.runner().url().resolve(call.path()), call.body(), step -> {
            printer.step(step);
            if (step instanceof CallStep.AnswerReceived received) {
                level.set(received.assurance().orElse(""));
            }
        });
        long answered = millisSince(start);
        return switch (outcome) {
            case CallOutcome.Answered a -> {
                StreamedText.of(a.body()).ifPresent(printer::streamed);
                if (answer == null) {
                    answer = a;
                }
                yield follow(
                        call.title(),
                        call.model(),
                        a.receipt(),
                        wouldBe(level.get()),
                        Optional.empty(),
                        start,
                        answered);
            }
            case CallOutcome.Refused r ->
                failed(
                        call.title(),
                        call.model(),
                        r.status(),
                        answered,
                        r.reason().code() + ": " + r.detail());
            case CallOutcome.Unverified u ->
                failed(
                        call.title(),
                        call.model(),
                        200,
                        answered,
                        u.verification().violations().toString());
            case CallOutcome.Unconfirmed u -> failed(call.title(), call.model(), 200, answered, u.problem());
            case CallOutcome.Unreachable u -> failed(call.title(), call.model(), 0, answered, u.problem());
        };
    }

    private DemoResult.Call failed(String call, String model, int status, long millis, String problem) {
        printer.problem(problem);
        return DemoResult.Call.failed(call, model, status, millis, problem);
    }

    private DemoResult.Call follow(
            String call,
            String model,
            SignedReceipt signed,
            Optional<Assurance> wouldBe,
            Optional<RecheckOutcome> verdict,
            long start,
            long answered)
            throws IOException, InterruptedException, ChainUnavailableException {
        Receipt receipt = signed.receipt();
        PaymentStatus status = await(receipt.paymentId(), start);
        Optional<ItemOutcome.Settled> settled = settlement(status, signed.id());
        settled.ifPresent(printer::settled);
        Optional<String> problem = problem(status, settled, receipt);
        problem.ifPresent(printer::problem);
        return new DemoResult.Call(
                call,
                model,
                200,
                Optional.of(signed.id()),
                Optional.of(receipt.paymentId()),
                Optional.of(receipt.assurance()),
                wouldBe,
                verdict,
                status.state(),
                status.transaction(),
                receipt.charge(),
                settled.map(DemoResult.Shares::of),
                answered,
                millisSince(start),
                problem);
    }

    private PaymentStatus await(Hash32 paymentId, long start) throws IOException, InterruptedException {
        String last = "";
        while (true) {
            PaymentStatus status = PaymentStatus.of(devnet.payment().url(), paymentId);
            if (!status.state().equals(last)) {
                printer.state(status, millisSince(start));
                last = status.state();
            }
            if (status.isFinal() || millisSince(start) > SETTLEMENT_LIMIT.toMillis()) {
                return status;
            }
            Thread.sleep(POLL);
        }
    }

    /** The level that the runner names for the same call in a TEE: {@code UNATTESTED; would-be=WEIGHTS_BOUND}. */
    private static Optional<Assurance> wouldBe(String level) {
        return Stream.of(Assurance.values())
                .filter(assurance -> level.endsWith("would-be=" + assurance.name()))
                .findFirst();
    }

    /** What the contract itself says, in the transaction that the network names. */
    private Optional<ItemOutcome.Settled> settlement(PaymentStatus status, Hash32 receiptId)
            throws ChainUnavailableException {
        if (status.transaction().isEmpty()) {
            return Optional.empty();
        }
        var mined = devnet.chain().transactions().receiptOf(status.transaction().get());
        if (mined.isEmpty()) {
            return Optional.empty();
        }
        List<ItemOutcome.Settled> mine = devnet.chain().outcomes(mined.get()).stream()
                .filter(ItemOutcome.Settled.class::isInstance)
                .map(ItemOutcome.Settled.class::cast)
                .filter(outcome -> outcome.receiptId().equals(receiptId))
                .toList();
        return mine.size() == 1 ? Optional.of(mine.getFirst()) : Optional.empty();
    }

    private static Optional<String> problem(
            PaymentStatus status, Optional<ItemOutcome.Settled> settled, Receipt receipt) {
        if (!status.state().equals("SETTLED")) {
            return Optional.of("expected the payment to be SETTLED, found " + status.state()
                    + status.reason().map(reason -> " (" + reason + ")").orElse(""));
        }
        if (settled.isEmpty()) {
            return Optional.of("the transaction holds no settlement of this receipt");
        }
        if (!DemoResult.Shares.of(settled.get()).sum().equals(receipt.charge())) {
            return Optional.of("the shares do not add up to the charge");
        }
        return Optional.empty();
    }

    private Network network() {
        return new Network(
                new ChainId(84532),
                devnet.contracts().settlement(),
                Optional.of(new Network.Registry(devnet.contracts().enclaveRegistry(), devnet.rpcUrl())));
    }

    private TokenAmount payerBalance() throws ChainUnavailableException {
        return devnet.chain().balanceOf(devnet.contracts().usdc(), Accounts.PAYER.address());
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
