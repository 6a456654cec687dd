package io.verigrad.runner.enclave;

import io.verigrad.runner.enclave.EnclaveState.Registered;
import io.verigrad.runner.enclave.EnclaveState.Unregistered;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Registers the enclave when it starts, again after failures, and before its epoch ends. */
public final class RegistrationLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RegistrationLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Enclave enclave;
    private final Registrar registrar;
    private final Clock clock;
    private @Nullable Thread thread;

    public RegistrationLoop(Enclave enclave, Registrar registrar, Clock clock) {
        this.enclave = enclave;
        this.registrar = registrar;
        this.clock = clock;
    }

    /** Starts in the background. */
    public synchronized void start() {
        thread = Thread.ofVirtual().name("enclave-registration").start(this::run);
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (attempt() instanceof Registered registered) {
                    pause = FIRST_PAUSE;
                    Duration rest = Duration.between(clock.instant(), registered.renewAt());
                    Thread.sleep(rest.compareTo(FIRST_PAUSE) > 0 ? rest : FIRST_PAUSE);
                } else {
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private EnclaveState attempt() throws InterruptedException {
        try {
            Registered registered = registrar.register();
            enclave.become(registered);
            LOG.infof(
                    "enclave %s is registered until %d at %s",
                    enclave.address(),
                    registered.registration().validUntil(),
                    registered.registration().maxAssurance());
            return registered;
        } catch (RegistrationException | RuntimeException e) {
            Unregistered failed = new Unregistered(String.valueOf(e.getMessage()));
            LOG.warnf("enclave %s is not registered: %s", enclave.address(), failed.reason());
            // A running epoch stays good when its renewal fails.
            if (enclave.state() instanceof Unregistered) {
                enclave.become(failed);
            }
            return failed;
        }
    }
}
