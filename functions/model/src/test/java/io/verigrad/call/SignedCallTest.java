package io.verigrad.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedCallTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC);
    private static final TypedDataDomain DOMAIN = TypedDataDomain.verigrad(new ChainId(84532), Address.ZERO);
    private static final PrivateKey KEY = PrivateKey.parse("0x" + "11".repeat(32));
    private static final SignedCall CALL =
            SignedCall.sign("release", Map.of("paymentId", Hash32.ZERO, "reason", "model_failed"), DOMAIN, KEY, CLOCK);

    @Test
    void isAuthenticAfterATripOverTheWire() throws Exception {
        SignedCall received = Json.read(Json.write(CALL), SignedCall.class);

        assertThat(received.isAuthentic("release", DOMAIN, CLOCK)).isTrue();
    }

    @Test
    void isNotAuthenticForAnotherFunction() {
        assertThat(CALL.isAuthentic("check", DOMAIN, CLOCK)).isFalse();
    }

    @Test
    void isNotAuthenticOnAnotherChain() {
        TypedDataDomain other = TypedDataDomain.verigrad(new ChainId(8453), Address.ZERO);

        assertThat(CALL.isAuthentic("release", other, CLOCK)).isFalse();
    }

    @Test
    void isNotAuthenticWithAnotherBodyOrKey() {
        SignedCall changed = new SignedCall(KEY.address(), CALL.issuedAt(), CALL.signature(), Json.tree(Map.of()));
        SignedCall borrowed = new SignedCall(Address.ZERO, CALL.issuedAt(), CALL.signature(), CALL.body());

        assertThat(changed.isAuthentic("release", DOMAIN, CLOCK)).isFalse();
        assertThat(borrowed.isAuthentic("release", DOMAIN, CLOCK)).isFalse();
    }

    @Test
    void expires() {
        Clock later = Clock.offset(CLOCK, Duration.ofSeconds(61));

        assertThat(CALL.isAuthentic("release", DOMAIN, later)).isFalse();
    }
}
