package io.verigrad.payment.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.RefusalReason;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.x402.PaymentFormatException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Takes calls of runners: reads them, proves who calls, and turns every outage into a refusal. */
@ApplicationScoped
class RunnerCalls {
    private static final Logger LOG = Logger.getLogger(RunnerCalls.class);

    private final TypedDataDomain domain;
    private final Clock clock;

    RunnerCalls(TypedDataDomain domain, Clock clock) {
        this.domain = domain;
        this.clock = clock;
    }

    /** What is done with an authentic call. */
    interface UseCase<A> {
        A answer(SignedCall call)
                throws MalformedJsonException, PaymentFormatException, ChainUnavailableException,
                        LedgerUnavailableException;
    }

    <A> A take(String function, JsonNode envelope, Function<Refusal, A> refused, UseCase<A> useCase) {
        try {
            SignedCall call = Json.convert(envelope, SignedCall.class);
            if (!isAuthentic(function, call)) {
                return refused.apply(Refusal.of(
                        RefusalReason.UNAUTHENTICATED,
                        "expected a call of " + function + " signed by " + call.enclaveKey() + " within "
                                + SignedCall.LIFETIME.toSeconds() + " s"));
            }
            return useCase.answer(call);
        } catch (MalformedJsonException | PaymentFormatException e) {
            return refused.apply(Refusal.of(RefusalReason.MALFORMED_REQUEST, String.valueOf(e.getMessage())));
        } catch (ChainUnavailableException e) {
            LOG.warnf("%s: the chain is not available: %s", function, e.getMessage());
            return refused.apply(Refusal.of(RefusalReason.CHAIN_UNAVAILABLE, "the chain is not available, try later"));
        } catch (LedgerUnavailableException e) {
            LOG.warnf("%s: %s", function, e.getMessage());
            return refused.apply(
                    Refusal.of(RefusalReason.LEDGER_UNAVAILABLE, "the ledger is not available, try later"));
        }
    }

    private boolean isAuthentic(String function, SignedCall call) {
        try {
            return call.isAuthentic(function, domain, clock);
        } catch (UncheckedIOException notUnicode) {
            // A stranger can send text that has no UTF-8 form and so no hash.
            return false;
        }
    }
}
