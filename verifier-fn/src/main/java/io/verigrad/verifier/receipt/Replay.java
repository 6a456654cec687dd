package io.verigrad.verifier.receipt;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.ledger.Payment;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Appraises again what could not be appraised, once the fault is mended. Receipts come from the ledger, so nothing has to be
 * carried back from a dead letter topic. A receipt that is too old by then is refused, and its payment released. Blocks.
 */
@ApplicationScoped
public class Replay {
    private static final Logger LOG = Logger.getLogger(Replay.class);

    private final Ledger ledger;
    private final ReceiptAppraisals appraisals;

    Replay(Ledger ledger, ReceiptAppraisals appraisals) {
        this.ledger = ledger;
        this.appraisals = appraisals;
    }

    /**
     * Appraises the receipts of at most {@code limit} waiting payments.
     *
     * @throws ChainUnavailableException if the chain cannot be asked; what was appraised before stays so
     */
    public Replayed run(int limit) throws ChainUnavailableException {
        List<InferenceAppraised> appraised = new ArrayList<>();
        List<Hash32> failed = new ArrayList<>();
        for (Hash32 paymentId : ledger.unappraised(limit)) {
            Optional<SignedReceipt> receipt =
                    ledger.payment(paymentId).flatMap(Payment::receiptId).flatMap(ledger::receipt);
            if (receipt.isEmpty()) {
                continue;
            }
            try {
                appraised.add(appraisals.appraise(receipt.get()));
            } catch (RuntimeException stillBroken) {
                LOG.errorf("payment %s could not be appraised again: %s", paymentId, stillBroken);
                ledger.unappraised(paymentId, ReceiptAppraisals.APPRAISAL_FAILED);
                failed.add(paymentId);
            }
        }
        return new Replayed(appraised, failed);
    }

    /**
     * What a replay did.
     *
     * @param failed payments that still wait
     */
    public record Replayed(List<InferenceAppraised> appraised, List<Hash32> failed) {
        public Replayed {
            appraised = List.copyOf(appraised);
            failed = List.copyOf(failed);
        }
    }
}
