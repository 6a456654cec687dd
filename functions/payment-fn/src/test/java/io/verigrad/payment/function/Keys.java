package io.verigrad.payment.function;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;

/** The keys of everybody in these tests, the same on both sides of the class loaders. */
final class Keys {
    static final PrivateKey ADMIN = key("admin");
    static final PrivateKey VALIDATOR = key("validator");
    static final PrivateKey FACILITATOR = key("facilitator");
    static final PrivateKey OTHER_FACILITATOR = key("other facilitator");
    /** An account of the facilitator that has no ether. */
    static final PrivateKey DRY_FACILITATOR = key("dry facilitator");

    static final PrivateKey ENCLAVE = key("enclave");
    static final PrivateKey OTHER_ENCLAVE = key("other enclave");
    static final PrivateKey REVOKED_ENCLAVE = key("revoked enclave");
    static final PrivateKey STRANGER = key("stranger");
    static final PrivateKey POOR = key("poor");
    static final PrivateKey UNTRUSTED = key("untrusted");
    static final PrivateKey HOST = key("host");

    private Keys() {}

    static PrivateKey key(String name) {
        return PrivateKey.parse(hash(name).toString());
    }

    static Hash32 hash(String name) {
        return Sha256.hash(name.getBytes(StandardCharsets.UTF_8));
    }
}
