package io.verigrad.settlement;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Everybody's keys, the same wherever a test looks. */
final class Keys {
    static final PrivateKey ADMIN = key("admin");
    static final PrivateKey PAYER = key("payer");
    static final PrivateKey ENCLAVE = key("enclave");
    static final PrivateKey SETTLER = key("settler");
    static final PrivateKey STRANGER = key("stranger");
    static final List<PrivateKey> VALIDATORS = List.of(key("validator 1"), key("validator 2"));
    static final Address HOST = key("host").address();
    static final Address OPERATOR = key("operator").address();
    static final PrivateKey RECHECKER = key("rechecker");
    static final Address RECHECK_OPERATOR = key("recheck operator").address();
    static final Address TREASURY = key("treasury").address();
    static final Hash32 MEASUREMENTS = hash("measurements");

    private Keys() {}

    static PrivateKey key(String name) {
        return PrivateKey.parse(hash(name).toString());
    }

    static Hash32 hash(String name) {
        return Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
    }
}
