package io.verigrad.settlement;

import io.verigrad.chain.Chain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.channel.ChannelState;
import io.verigrad.ledger.AffirmedPayment;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.Channel;
import io.verigrad.ledger.ChannelBacklog;
import io.verigrad.ledger.Channels;
import io.verigrad.ledger.Claim;
import io.verigrad.receipt.RootRequest;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Decides when what the calls of a channel charged is claimed, and which of them: in their order, without a gap. */
@Singleton
class ChannelBatcher {
    private static final Logger LOG = Logger.getLogger(ChannelBatcher.class);
    private static final int MAX_CHANNELS = 1000;
    /** Seconds after which ChannelClaims refuses a receipt. */
    private static final long MAX_AGE = Duration.ofDays(1).toSeconds();
    /** Seconds more until none of the blocks that a reorganisation may bring takes it. */
    private static final long MARGIN = Duration.ofMinutes(5).toSeconds();

    private final Chain chain;
    private final Batches batches;
    private final Channels channels;
    private final ChannelClaimProposal proposal;
    private final Optional<Address> contract;
    private final SettlementSettings settings;
    private final Clock clock;

    ChannelBatcher(
            Chain chain,
            Batches batches,
            Channels channels,
            ChannelClaimProposal proposal,
            ChainSettings chainSettings,
            SettlementSettings settings,
            Clock clock) {
        this.chain = chain;
        this.batches = batches;
        this.channels = channels;
        this.proposal = proposal;
        this.contract = chainSettings.channelClaims().map(Address::parse);
        this.settings = settings;
        this.clock = clock;
    }

    /** Writes claims down and sends them, of all channels that have calls to claim; the number of receipts in them. */
    int claimWhatIsDue() throws ChainUnavailableException {
        Instant now = clock.instant();
        List<ChannelBacklog> waiting = Waiting.on(channels.backlog(now, MAX_CHANNELS));
        if (waiting.isEmpty()) {
            return 0;
        }
        if (contract.isEmpty()) {
            LOG.warnf("%d channels have calls to claim, and verigrad.chain.channel-claims is not set", waiting.size());
            return 0;
        }
        int unreachable = Waiting.on(channels.giveUpBehindGaps());
        if (unreachable > 0) {
            LOG.warnf("Released %d payments of channels: channel_gap", unreachable);
        }
        Claim claim = new Claim(UUID.randomUUID(), now, now.plus(settings.claim()));
        Set<Hash32> unused = new HashSet<>();
        try {
            Map<ChannelPick.Party, List<ChannelPick>> picks = new LinkedHashMap<>();
            for (ChannelBacklog backlog : waiting) {
                if (isDue(backlog, now)) {
                    pick(claim, backlog.channelId(), unused)
                            .ifPresent(pick -> picks.computeIfAbsent(pick.party(), _ -> new ArrayList<>())
                                    .add(pick));
                }
            }
            int claimed = 0;
            for (Map.Entry<ChannelPick.Party, List<ChannelPick>> party : picks.entrySet()) {
                for (List<ChannelPick> part : parts(party.getValue())) {
                    claimed += proposal.claim(contract.get(), claim.owner(), party.getKey(), part);
                    // What found no quorum stays claimed: it is tried again when the claim ends, not at once and for
                    // ever.
                    part.forEach(pick -> pick.receiptIds().forEach(unused::remove));
                }
            }
            return claimed;
        } finally {
            Waiting.on(batches.unclaim(claim.owner(), List.copyOf(unused)));
        }
    }

    /** As many as one root may have receipts. */
    private static List<List<ChannelPick>> parts(List<ChannelPick> picks) {
        List<List<ChannelPick>> parts = new ArrayList<>();
        int room = 0;
        for (ChannelPick pick : picks) {
            if (pick.calls().size() > room) {
                parts.add(new ArrayList<>());
                room = RootRequest.MAX_RECEIPTS;
            }
            parts.getLast().add(pick);
            room -= pick.calls().size();
        }
        return parts;
    }

    private boolean isDue(ChannelBacklog backlog, Instant now) {
        return backlog.count() >= settings.channelBatchSize()
                || passed(backlog.affirmedSince(), settings.channelAge(), now);
    }

    /**
     * Claims the calls of a channel that wait, and says which of them can go to the chain now.
     *
     * @param unused is told what was claimed
     */
    private Optional<ChannelPick> pick(Claim claim, Hash32 channelId, Set<Hash32> unused)
            throws ChainUnavailableException {
        List<AffirmedPayment> claimed = Waiting.on(batches.claimChannel(claim, channelId, settings.channelBatchSize()));
        claimed.forEach(payment -> unused.add(payment.receipt().id()));
        List<AffirmedPayment> run = run(claim.owner(), channelId, claimed);
        if (run.isEmpty()) {
            return Optional.empty();
        }
        Channel channel = Waiting.on(channels.find(channelId))
                .orElseThrow(() -> new IllegalStateException("channel " + channelId + " vanished"));
        return Optional.of(new ChannelPick(channel, run));
    }

    /**
     * The calls that can be claimed together now: from where the channel's claims ended, each where the one before ended,
     * of one enclave. Behind a claim that is on its way there are none. Where other transactions claimed them all, trying
     * it once more tells.
     */
    private List<AffirmedPayment> run(UUID owner, Hash32 channelId, List<AffirmedPayment> claimed)
            throws ChainUnavailableException {
        long time = chain.latestBlock().timestamp();
        ChannelState state = chain.channels().state(channelId);
        List<Hash32> tooOld = new ArrayList<>();
        List<AffirmedPayment> run = new ArrayList<>();
        for (AffirmedPayment next : claimed) {
            long age = time - next.receipt().receipt().issuedAt();
            boolean isClaimed = ChannelPick.end(next.payment()).compareTo(state.totalClaimed()) <= 0;
            if (age > MAX_AGE + MARGIN && !isClaimed) {
                tooOld.add(next.receipt().id());
            } else if (age < 0 || age > MAX_AGE || !follows(run, next, state)) {
                break;
            } else {
                run.add(next);
            }
        }
        if (!tooOld.isEmpty()) {
            Waiting.on(batches.giveUp(owner, tooOld, "receipt_too_old"))
                    .forEach(paymentId -> LOG.warnf("Released payment %s: receipt_too_old", paymentId));
            return List.of();
        }
        return run;
    }

    private static boolean follows(List<AffirmedPayment> run, AffirmedPayment next, ChannelState state) {
        boolean isCovered = ChannelPick.end(next.payment()).compareTo(state.balance()) <= 0;
        if (run.isEmpty()) {
            return isCovered && ChannelPick.place(next.payment()).compareTo(state.totalClaimed()) <= 0;
        }
        AffirmedPayment last = run.getLast();
        return isCovered
                && ChannelPick.place(next.payment()).equals(ChannelPick.end(last.payment()))
                && next.payment().enclaveKey().equals(last.payment().enclaveKey());
    }

    private static boolean passed(Optional<Instant> since, Duration wait, Instant now) {
        return since.isPresent() && !now.isBefore(since.get().plus(wait));
    }
}
