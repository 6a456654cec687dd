package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Intel says of one model of platforms ("Intel PCS API", version 4, Get TDX TCB Info).
 *
 * @param model FMSPC, 6 bytes
 * @param firstModule TDX 1.0
 * @param levels highest first
 */
record TcbInfo(
        Bytes model, Bytes pceId, ModuleIdentity firstModule, List<ModuleIdentity> modules, List<TcbLevel> levels) {
    TcbInfo {
        modules = List.copyOf(modules);
        levels = List.copyOf(levels);
    }

    static TcbInfo of(JsonNode info) throws CollateralFormatException {
        JsonFields.require(info, "id", "TDX");
        if (JsonFields.number(info, "version", Integer.MAX_VALUE) != 3
                || JsonFields.number(info, "tcbType", Integer.MAX_VALUE) != 0) {
            throw new CollateralFormatException("expected version 3 and tcbType 0");
        }
        return new TcbInfo(
                JsonFields.hex(info, "fmspc", 6),
                JsonFields.hex(info, "pceId", 2),
                ModuleIdentity.first(info.path("tdxModule")),
                modules(info),
                levels(info));
    }

    boolean isOf(PlatformCertificate platform) {
        return model.equals(platform.model()) && pceId.equals(platform.pceId());
    }

    /** The identity of the module of this major version. */
    Optional<ModuleIdentity> module(int version) {
        String id = String.format(Locale.ROOT, "TDX_%02X", version);
        return version == 0
                ? Optional.of(firstModule)
                : modules.stream().filter(module -> module.id().equals(id)).findFirst();
    }

    private static List<ModuleIdentity> modules(JsonNode info) throws CollateralFormatException {
        // Older statements know TDX 1.0 only.
        if (info.path("tdxModuleIdentities").isMissingNode()) {
            return List.of();
        }
        List<ModuleIdentity> modules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode module : JsonFields.list(info, "tdxModuleIdentities")) {
            ModuleIdentity identity = ModuleIdentity.later(module);
            if (!ids.add(identity.id())) {
                throw new CollateralFormatException("expected each module once");
            }
            modules.add(identity);
        }
        return modules;
    }

    private static List<TcbLevel> levels(JsonNode info) throws CollateralFormatException {
        List<TcbLevel> levels = new ArrayList<>();
        for (JsonNode level : JsonFields.list(info, "tcbLevels")) {
            levels.add(TcbLevel.of(level));
        }
        // The order in the statement is a habit of Intel's service, not a promise.
        levels.sort(TcbLevel.DESCENDING);
        for (int i = 1; i < levels.size(); i++) {
            if (TcbLevel.DESCENDING.compare(levels.get(i - 1), levels.get(i)) == 0) {
                throw new CollateralFormatException("expected each level once");
            }
        }
        return levels;
    }
}
