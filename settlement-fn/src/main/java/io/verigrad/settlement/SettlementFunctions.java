package io.verigrad.settlement;

import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.json.MalformedJsonException;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The functions of settlement, over HTTP or as CloudEvents. */
public class SettlementFunctions {
    /** The type of the events of Knative's clock. */
    static final String TICK = "dev.knative.sources.ping";

    private static final Logger LOG = Logger.getLogger(SettlementFunctions.class);

    private final Registrar registrar;
    private final Disputer disputer;
    private final DisputeRounds disputes;
    private final RequestDesk requests;
    private final WakeUps wakeUps;

    SettlementFunctions(
            Registrar registrar, Disputer disputer, DisputeRounds disputes, RequestDesk requests, WakeUps wakeUps) {
        this.registrar = registrar;
        this.disputer = disputer;
        this.disputes = disputes;
        this.requests = requests;
        this.wakeUps = wakeUps;
    }

    /** Registers the key of an enclave. Repeat it while it answers {@code pending}. */
    @Funq("register")
    public RegisterAnswer register(@Nullable RegisterCall call) {
        // Funqy reads the body "null" as no argument.
        if (call == null) {
            return RegisterAnswer.refused("no_registration");
        }
        try {
            return registrar.register(call);
        } catch (ChainUnavailableException e) {
            LOG.warnf("Registration of %s: %s", call.registration().enclaveKey(), e.getMessage());
            return RegisterAnswer.unknown();
        }
    }

    /**
     * Challenges a receipt that another enclave contradicts, asks validators for their verdicts and carries out what a
     * quorum of them signed. What it answers {@code pending} or {@code open} goes on by itself; repeat it to see how far.
     */
    @Funq("dispute")
    public DisputeAnswer dispute(@Nullable DisputeCall call) {
        if (call == null) {
            return DisputeAnswer.refused("no_receipt");
        }
        try {
            return disputer.dispute(call);
        } catch (ChainUnavailableException e) {
            LOG.warnf("Dispute of %s: %s", call.receipt().id(), e.getMessage());
            return DisputeAnswer.unknown();
        }
    }

    /** Gives a registered runner requests of contracts to run; the body is a call that its enclave signed. */
    @Funq(RequestDesk.WORK)
    public ContractWork contractRequests(@Nullable SignedCall call) {
        if (call == null) {
            return ContractWork.none("malformed_call");
        }
        try {
            return requests.work(call);
        } catch (MalformedJsonException e) {
            return ContractWork.none("malformed_call");
        } catch (ChainUnavailableException e) {
            LOG.warnf("Contract requests: %s", e.getMessage());
            return ContractWork.none("chain_unavailable");
        }
    }

    /** Takes a runner's answer to a contract; the body is a call that its enclave signed. */
    @Funq(RequestDesk.ANSWER)
    public ContractAnswerTaken contractAnswer(@Nullable SignedCall call) {
        if (call == null) {
            return ContractAnswerTaken.no("malformed_call");
        }
        try {
            return requests.answer(call);
        } catch (MalformedJsonException e) {
            return ContractAnswerTaken.no("malformed_call");
        } catch (ChainUnavailableException e) {
            LOG.warnf("Contract answer: %s", e.getMessage());
            return ContractAnswerTaken.no("chain_unavailable");
        }
    }

    /**
     * Runs a round of settlement, and answers when it is over: a platform may freeze or stop a process that has
     * answered.
     *
     * @param nothing not looked at; Funqy wants a body
     */
    @Funq("settle")
    public Uni<Void> settle(@Nullable Map<String, Object> nothing) {
        return round();
    }

    /** Runs a round because of Knative's clock or Lambda's, whose events need not have data. */
    @Funq("tick")
    @CloudEventMapping(trigger = TICK)
    public Uni<Void> tick() {
        return round();
    }

    /**
     * Runs a round because of a verdict.
     *
     * @param event not looked at: what is to be done stands in the ledger, so no event can be lost or forged
     */
    @Funq("appraised")
    @CloudEventMapping(trigger = InferenceAppraised.TYPE)
    public Uni<Void> appraised(@Nullable Map<String, Object> event) {
        return wakeUps.round();
    }

    private Uni<Void> round() {
        Uni<Void> carriedOn = Uni.createFrom()
                .<Void>emitter(emitter -> {
                    disputes.run();
                    emitter.complete(null);
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return Uni.combine().all().unis(wakeUps.round(), carriedOn).discardItems();
    }
}
