package io.verigrad.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.verigrad.chain.kms.KmsSigner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiringTest {
    @Test
    void takesAKeyOfKmsWithoutAskingForIt() throws Exception {
        System.setProperty("aws.region", "eu-central-1");
        try {
            assertThat(new Wiring().signer(settings(Map.of("verigrad.settlement.kms-key", "alias/settler"))))
                    .isInstanceOf(KmsSigner.class);
        } finally {
            System.clearProperty("aws.region");
        }
    }

    @Test
    void wantsExactlyOneKey() {
        Map<String, String> both =
                Map.of("verigrad.settlement.key-file", "/none", "verigrad.settlement.kms-key", "alias/settler");

        assertThatThrownBy(() -> new Wiring().signer(settings(both))).hasMessageEndingWith("found both");
        assertThatThrownBy(() -> new Wiring().signer(settings(Map.of()))).hasMessageEndingWith("found none");
    }

    private static SettlementSettings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("verigrad.settlement.validators", "http://127.0.0.1:1");
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(SettlementSettings.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(SettlementSettings.class);
    }
}
