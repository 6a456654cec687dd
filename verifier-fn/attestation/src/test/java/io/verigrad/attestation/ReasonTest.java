package io.verigrad.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.azure.AzureReason;
import io.verigrad.attestation.gcp.GcpReason;
import io.verigrad.attestation.nvidia.NvidiaReason;
import io.verigrad.attestation.snp.SnpReason;
import io.verigrad.attestation.tdx.TdxReason;
import io.verigrad.attestation.x509.RevocationReason;
import io.verigrad.attestation.x509.StatusReason;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonTest {
    /** A feature, an operator or a device that is missing is the machine's own fault, and no network mends it. */
    @Test
    void onlyTheseWouldBeOtherwiseWithOtherCollateral() {
        assertThat(Stream.of(
                                EnclaveReason.values(),
                                CompositeReason.values(),
                                AzureReason.values(),
                                GcpReason.values(),
                                NvidiaReason.values(),
                                SnpReason.values(),
                                TdxReason.values(),
                                RevocationReason.values(),
                                StatusReason.values())
                        .<Reason>flatMap(Arrays::stream)
                        .filter(Reason::lacksCollateral)
                        .map(Reason::code))
                .containsExactlyInAnyOrder(
                        "token_key_missing",
                        "rim_missing",
                        "token_keys_missing",
                        "endorsement_missing",
                        "tcb_info_missing",
                        "tcb_info_stale",
                        "qe_identity_missing",
                        "qe_identity_stale",
                        "revocation_list_missing",
                        "revocation_list_stale",
                        "status_missing",
                        "status_stale");
    }
}
