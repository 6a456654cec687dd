package io.verigrad.runner.bus;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.config.RunnerConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The real bus of the runner, which a test can take down. */
@Alternative
@Priority(1)
@Singleton
public class SwitchableBus extends AttestedReceipts {
    private volatile boolean down;
    private volatile Consumer<SignedReceipt> lost = _ -> {};

    public SwitchableBus(
            @Channel(CHANNEL) @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 4096)
                    MutinyEmitter<byte[]> emitter,
            RunnerConfig config) {
        super(emitter, config);
    }

    /** From now on nothing is acknowledged; {@code receipts} gets what would have been published. */
    public void takeDown(Consumer<SignedReceipt> receipts) {
        lost = receipts;
        down = true;
    }

    public void bringUp() {
        down = false;
    }

    @Override
    public void publish(SignedReceipt receipt) throws BusException {
        if (down) {
            lost.accept(receipt);
            throw new BusException("down on demand", new TimeoutException());
        }
        super.publish(receipt);
    }
}
