package io.verigrad.runner.paid;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The latest receipts of this enclave by id. */
public final class Receipts {
    private final Map<Hash32, SignedReceipt> receipts;

    /**
     * @param max how many are kept; the oldest go first
     */
    public Receipts(int max) {
        this.receipts = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Hash32, SignedReceipt> eldest) {
                return size() > max;
            }
        };
    }

    public Optional<SignedReceipt> find(Hash32 id) {
        synchronized (receipts) {
            return Optional.ofNullable(receipts.get(id));
        }
    }

    void add(SignedReceipt receipt) {
        synchronized (receipts) {
            receipts.put(receipt.id(), receipt);
        }
    }
}
