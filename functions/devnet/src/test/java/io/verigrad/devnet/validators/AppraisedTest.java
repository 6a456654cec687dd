package io.verigrad.devnet.validators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppraisedTest {
    private static final PrivateKey KEY = PrivateKey.parse("0x" + "07".repeat(32));

    @Test
    void addsUpOnlyWhatIsSignedAlike() throws Exception {
        Map<String, Optional<JsonNode>> answers = new LinkedHashMap<>();
        answers.put("liar", Optional.of(affirming(Hash32.parse("0x" + "0b".repeat(32)))));
        answers.put("one", Optional.of(affirming(Hash32.ZERO)));
        answers.put("two", Optional.of(affirming(Hash32.ZERO)));
        answers.put("strict", Optional.of(Json.tree(Map.of("status", "contraindicated", "reasons", List.of("x")))));
        answers.put("down", Optional.empty());

        Appraised appraised = new Appraised(answers);

        assertThat(appraised.groups())
                .extracting(group -> group.endorsements().size())
                .containsExactly(2, 1);
        assertThat(appraised.groups().getFirst().registration().policyDigest()).isEqualTo(Hash32.ZERO);
        assertThat(appraised.affirms("strict")).isFalse();
        assertThat(appraised.affirms("down")).isFalse();
        assertThat(appraised.affirms("liar")).isTrue();
        assertThat(Appraised.text(Optional.empty())).isEqualTo("no answer");
    }

    private static JsonNode affirming(Hash32 policy) {
        EnclaveRegistration registration = new EnclaveRegistration(
                KEY.address(), Hash32.ZERO, Hash32.ZERO, policy, Address.ZERO, Assurance.UNATTESTED, 1, 2);
        return Json.tree(Map.of(
                "status",
                "affirming",
                "registration",
                registration,
                "validator",
                KEY.address(),
                "signature",
                KEY.sign(registration.structHash())));
    }
}
