package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.policy.TdxRules.TcbStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Intel says of an enclave or module from one security version number on. */
record EnclaveLevel(int securityVersion, TcbStatus status, List<String> advisories) {
    private static final Set<TcbStatus> STATUSES =
            EnumSet.of(TcbStatus.UP_TO_DATE, TcbStatus.OUT_OF_DATE, TcbStatus.REVOKED);

    EnclaveLevel {
        advisories = List.copyOf(advisories);
    }

    /** Reads all levels, highest first whatever the order in the statement. */
    static List<EnclaveLevel> parse(JsonNode identity) throws CollateralFormatException {
        List<EnclaveLevel> levels = new ArrayList<>();
        Set<Integer> versions = new HashSet<>();
        for (JsonNode node : JsonFields.list(identity, "tcbLevels")) {
            EnclaveLevel level = new EnclaveLevel(
                    JsonFields.number(node.path("tcb"), "isvsvn", 0xffff),
                    JsonFields.status(node),
                    JsonFields.advisories(node));
            if (!STATUSES.contains(level.status) || !versions.add(level.securityVersion)) {
                throw new CollateralFormatException("expected each isvsvn once, with one of " + STATUSES);
            }
            levels.add(level);
        }
        levels.sort(Comparator.comparingInt(EnclaveLevel::securityVersion).reversed());
        return levels;
    }

    /** The highest of {@code levels} that {@code securityVersion} reaches. */
    static Optional<EnclaveLevel> reached(List<EnclaveLevel> levels, int securityVersion) {
        return levels.stream()
                .filter(level -> level.securityVersion <= securityVersion)
                .findFirst();
    }
}
