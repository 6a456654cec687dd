package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.value.Bytes;
import java.util.List;

/**
 * One major version of the TDX module.
 *
 * @param id such as {@code TDX_01}, empty for TDX 1.0
 * @param levels none for TDX 1.0, whose levels are those of the platform
 */
record ModuleIdentity(String id, Bytes mrSigner, Masked attributes, List<EnclaveLevel> levels) {
    ModuleIdentity {
        levels = List.copyOf(levels);
    }

    static ModuleIdentity first(JsonNode module) throws CollateralFormatException {
        return new ModuleIdentity("", signer(module), attributes(module), List.of());
    }

    static ModuleIdentity later(JsonNode module) throws CollateralFormatException {
        return new ModuleIdentity(
                JsonFields.text(module, "id"), signer(module), attributes(module), EnclaveLevel.parse(module));
    }

    boolean isOf(TdReport report) {
        return mrSigner.equals(report.mrSignerSeam()) && attributes.accepts(report.seamAttributes());
    }

    private static Bytes signer(JsonNode module) throws CollateralFormatException {
        return JsonFields.hex(module, "mrsigner", 48);
    }

    private static Masked attributes(JsonNode module) throws CollateralFormatException {
        return Masked.of(module, "attributes", "attributesMask", 8);
    }
}
