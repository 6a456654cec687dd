package io.verigrad.devnet.chaos;

import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.DevnetOptions;
import io.verigrad.devnet.Progress;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.devnet.reconcile.SettledOnChain;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** One run: a network, consumers, one fault after another while they call, then a drain and an audit. */
final class Chaos {
    static final int BLOCK_SECONDS = 2;
    private static final int CONFIRMATIONS = 4;

    private final Plan plan;
    private final PrintStream out;

    Chaos(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /**
     * What a run is made of. The same seed gives the same payers and the same faults in the same order; when each meets
     * which call is the machine's doing.
     *
     * @param calls that are answered at least
     * @param drain the longest that settling the rest may take
     */
    record Plan(int calls, int faults, int payers, int atOnce, long seed, Duration drain) {}

    ChaosReport run(Path home) throws Exception {
        Payers payers = Payers.of(plan.payers(), plan.seed());
        DevnetOptions free = DevnetOptions.free(home, "chaos");
        try (FaultyLink link = new FaultyLink(free.ports().chain());
                Devnet devnet = Devnet.start(
                        free.withRpc(node -> link.url())
                                .withPayers(payers.addresses())
                                .withConfirmations(CONFIRMATIONS),
                        Progress.to(out));
                BrokerProcess broker =
                        new BrokerProcess(devnet.broker(), free.state().resolve("logs/broker.log"));
                Node node = new Node(devnet.rpcUrl())) {
            broker.start();
            node.blocksEvery(BLOCK_SECONDS);
            return run(devnet, new Faults(devnet, broker, link, node), node, payers);
        }
    }

    private ChaosReport run(Devnet devnet, Faults faults, Node node, Payers payers) throws Exception {
        long start = System.nanoTime();
        List<Attempt> attempts;
        try (Load load = new Load(devnet.runner(), payers, plan.atOnce(), plan.seed())) {
            inject(faults.all(), load);
            faults.mend();
            while (load.answered() < plan.calls()) {
                Thread.sleep(100);
            }
            attempts = load.finish();
        }
        Duration called = since(start);
        out.printf("%d calls in %d s; now everything settles%n", attempts.size(), called.toSeconds());
        Duration drained = new Drain(devnet, plan.drain()).run();
        Audit.Result audit = new Audit(
                        devnet, new SettledOnChain(node, devnet.contracts().settlement()))
                .of(attempts, payers.addresses());
        return new ChaosReport(plan, ChaosReport.Calls.of(attempts), called, drained, audit);
    }

    /** Each kind comes once before any comes again; faults are spread over the calls. */
    private void inject(List<Fault> kinds, Load load) throws Exception {
        SplittableRandom random = new SplittableRandom(plan.seed());
        List<Fault> deck = new ArrayList<>();
        Random shuffle = new Random(plan.seed());
        while (deck.size() < plan.faults()) {
            List<Fault> round = new ArrayList<>(kinds);
            Collections.shuffle(round, shuffle);
            deck.addAll(round);
        }
        for (int i = 0; i < plan.faults(); i++) {
            long due = (long) ((i + random.nextDouble()) * plan.calls() / plan.faults());
            long waitedSince = System.nanoTime();
            while (load.answered() < due && since(waitedSince).toSeconds() < 60) {
                Thread.sleep(20);
            }
            Fault fault = deck.get(i);
            out.printf("  fault %d of %d after %d answers: %s%n", i + 1, plan.faults(), load.answered(), fault.name());
            fault.action().run(random);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
