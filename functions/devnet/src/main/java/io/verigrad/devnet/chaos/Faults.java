package io.verigrad.devnet.chaos;

import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.ServiceProcess;
import io.verigrad.devnet.chaos.FaultyLink.Mode;
import io.verigrad.devnet.reconcile.Events;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All that can go wrong on one network. */
final class Faults {
    private static final String CUT_SESSIONS = "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where pid <> pg_backend_pid() and backend_type = 'client backend'";

    private final Devnet devnet;
    private final BrokerProcess broker;
    private final FaultyLink link;
    private final Node node;
    private final Events events;
    /** The oldest block whose state the chain's node still has, where it was started again. */
    private long oldest;

    Faults(Devnet devnet, BrokerProcess broker, FaultyLink link, Node node) {
        this.devnet = devnet;
        this.broker = broker;
        this.link = link;
        this.node = node;
        this.events = new Events(devnet.broker().bootstrapServers());
    }

    List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (ServiceProcess service : services()) {
            faults.add(new Fault("kill " + service.name(), random -> kill(service, random)));
            faults.add(new Fault("pause " + service.name(), random -> pause(service.pid(), random)));
        }
        faults.add(new Fault("kill broker", this::killBroker));
        faults.add(new Fault("pause broker", random -> pause(broker.pid(), random)));
        faults.add(new Fault("kill chain", this::killChain));
        faults.add(new Fault("pause chain", random -> pause(devnet.node().pid(), random)));
        faults.add(new Fault("kill database", this::killDatabase));
        faults.add(
                new Fault("pause database", random -> pause(devnet.postmaster().pid(), random)));
        faults.add(new Fault("cut database sessions", random -> cutSessions()));
        for (Mode mode : List.of(Mode.SLOW, Mode.DOWN, Mode.WRONG)) {
            faults.add(new Fault("chain's endpoint " + mode, random -> misbehave(mode, random)));
        }
        faults.add(new Fault("base fee rises", this::raiseBaseFee));
        faults.add(new Fault("chain reorganised", this::reorganise));
        faults.add(new Fault("events come twice", random -> events.repeat(InferenceAttested.TOPIC)));
        faults.add(new Fault("verdicts come twice", random -> events.repeat(InferenceAppraised.TOPIC)));
        faults.add(new Fault("verdicts are dropped", random -> events.drop(InferenceAppraised.TOPIC)));
        return List.copyOf(faults);
    }

    /** Has everything run again. */
    void mend() throws Exception {
        link.behave(Mode.GOOD);
        Signals.resume(devnet.node().pid());
        Signals.resume(devnet.postmaster().pid());
        Signals.resume(broker.pid());
        for (ServiceProcess service : services()) {
            if (!service.isRunning()) {
                service.start();
            }
            Signals.resume(service.pid());
            service.awaitLive();
        }
        devnet.runner().awaitReady();
    }

    private List<ServiceProcess> services() {
        return List.of(devnet.runner(), devnet.payment(), devnet.verifier(), devnet.settlement());
    }

    private void kill(ServiceProcess service, SplittableRandom random) throws Exception {
        service.kill();
        rest(random);
        service.start();
        if (service == devnet.runner()) {
            service.awaitReady();
        } else {
            service.awaitLive();
        }
    }

    private void killBroker(SplittableRandom random) throws Exception {
        broker.kill();
        rest(random);
        broker.start();
    }

    /** What waited for a block is gone with its memory; the chain is not. */
    private void killChain(SplittableRandom random) throws Exception {
        devnet.node().kill();
        rest(random);
        devnet.node().restart();
        node.blocksEvery(Chaos.BLOCK_SECONDS);
        oldest = newest();
    }

    private void killDatabase(SplittableRandom random) throws Exception {
        devnet.postmaster().kill();
        rest(random);
        devnet.postmaster().restart();
    }

    private static void pause(long pid, SplittableRandom random) throws Exception {
        Signals.pause(pid);
        try {
            rest(random);
        } finally {
            Signals.resume(pid);
        }
    }

    private void misbehave(Mode mode, SplittableRandom random) throws InterruptedException {
        link.behave(mode);
        try {
            rest(random);
        } finally {
            link.behave(Mode.GOOD);
        }
    }

    private void cutSessions() throws Exception {
        try (Connection ledger = devnet.connectToLedger();
                Statement statement = ledger.createStatement()) {
            statement.execute(CUT_SESSIONS);
        }
    }

    /** A hundredfold, and what is on its way no longer pays for it; it falls by an eighth with each block that is not full. */
    private void raiseBaseFee(SplittableRandom random) throws Exception {
        long now = Long.decode(node.ask("eth_getBlockByNumber", "latest", false)
                .path("baseFeePerGas")
                .asText());
        node.ask("anvil_setNextBlockBaseFeePerGas", "0x" + Long.toHexString(now * 100));
        rest(random);
    }

    /** As deep as the confirmations allow; what the blocks held is gone, and nobody sends it again but its sender. */
    private void reorganise(SplittableRandom random) throws Exception {
        int depth = random.nextInt(1, 4);
        // A node that was started again can go back to what it has seen since, and not behind it.
        while (newest() - depth <= oldest) {
            Thread.sleep(200);
        }
        node.ask("anvil_reorg", depth, List.of());
    }

    private long newest() throws IOException, InterruptedException {
        return Long.decode(node.ask("eth_blockNumber").asText());
    }

    private static void rest(SplittableRandom random) throws InterruptedException {
        Thread.sleep(random.nextLong(1_000, 5_000));
    }
}
