package io.verigrad.runner.enclave;

import io.verigrad.receipt.ChannelRun;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.ReceiptRoot;
import io.verigrad.receipt.RootRequest;
import io.verigrad.receipt.SignedReceiptRoot;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Signs roots over receipts of channels, of this key and no other. It keeps nothing: receipts prove themselves. */
public final class RootIssuer {
    /** How far from now a root may be dated: the chain's clock is not ours. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final Enclave enclave;
    private final Clock clock;

    public RootIssuer(Enclave enclave, Clock clock) {
        this.enclave = enclave;
        this.clock = clock;
    }

    /** The root, or nothing if a receipt is not this key's or not at its place. */
    public Optional<SignedReceiptRoot> sign(RootRequest request) {
        long count = request.channels().stream()
                .mapToLong(run -> run.receipts().size())
                .sum();
        if (count == 0 || count > RootRequest.MAX_RECEIPTS || !isNow(request.issuedAt()) || hasTwins(request)) {
            return Optional.empty();
        }
        Receipt first = request.channels().getFirst().receipts().getFirst().receipt();
        boolean isOurs = request.channels().stream()
                .allMatch(run -> run.isOf(enclave.domain(), enclave.address(), first.payTo(), first.asset())
                        && run.receipts().stream()
                                .allMatch(receipt -> receipt.signer()
                                        .filter(enclave.address()::equals)
                                        .isPresent()));
        if (!isOurs) {
            return Optional.empty();
        }
        ReceiptRoot root = ReceiptRoot.of(
                ChannelRun.top(request.channels()),
                first.payTo(),
                first.asset(),
                enclave.address(),
                request.issuedAt());
        return Optional.of(
                SignedReceiptRoot.sign(root, enclave.domain(), enclave.keys().receipt()));
    }

    private boolean isNow(long time) {
        return Math.abs(clock.instant().getEpochSecond() - time) <= SKEW.toSeconds();
    }

    private static boolean hasTwins(RootRequest request) {
        Set<Object> channels = new HashSet<>();
        return !request.channels().stream().allMatch(run -> channels.add(run.channelId()));
    }
}
