package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.value.Bytes;
import java.util.List;
import java.util.Optional;

/** Which enclave vouches for keys of trust domains ("Intel PCS API", version 4, Get TD Quoting Enclave Identity). */
record QeIdentity(Masked miscSelect, Masked attributes, Bytes mrSigner, int productId, List<EnclaveLevel> levels) {
    QeIdentity {
        levels = List.copyOf(levels);
    }

    static QeIdentity of(JsonNode identity) throws CollateralFormatException {
        JsonFields.require(identity, "id", "TD_QE");
        if (JsonFields.number(identity, "version", Integer.MAX_VALUE) != 2) {
            throw new CollateralFormatException("expected version 2");
        }
        return new QeIdentity(
                Masked.of(identity, "miscselect", "miscselectMask", 4),
                Masked.of(identity, "attributes", "attributesMask", 16),
                JsonFields.hex(identity, "mrsigner", 32),
                JsonFields.number(identity, "isvprodid", 0xffff),
                EnclaveLevel.parse(identity));
    }

    boolean isOf(EnclaveReport report) {
        return miscSelect.accepts(report.miscSelect())
                && attributes.accepts(report.attributes())
                && mrSigner.equals(report.mrSigner())
                && productId == report.productId();
    }

    Optional<EnclaveLevel> level(EnclaveReport report) {
        return EnclaveLevel.reached(levels, report.securityVersion());
    }
}
