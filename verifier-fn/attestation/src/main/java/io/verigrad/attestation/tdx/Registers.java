package io.verigrad.attestation.tdx;

import io.verigrad.attestation.Violation;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The registers of a quote by name, and the runtime events up to the end of the boot as {@code rtmr3.} and their name,
 * each with the digest of the event.
 *
 * @param violations what is wrong with the runtime events
 */
record Registers(SortedMap<String, Bytes> measurements, List<Violation> violations) {
    /** Zero unless somebody has a say in the domain besides its measured software. */
    static final List<String> OWNERS = List.of("mr-config-id", "mr-owner", "mr-owner-config", "mr-service-td");

    Registers {
        measurements = Collections.unmodifiableSortedMap(new TreeMap<>(measurements));
        violations = List.copyOf(violations);
    }

    static Registers of(TdReport report, EventLog log, String bootMarker) {
        SortedMap<String, Bytes> registers = new TreeMap<>();
        registers.put("mr-td", report.mrTd());
        registers.put("mr-seam", report.mrSeam());
        registers.put("mr-config-id", report.mrConfigId());
        registers.put("mr-owner", report.mrOwner());
        registers.put("mr-owner-config", report.mrOwnerConfig());
        if (report.serviceTd().size() > 0) {
            registers.put("mr-service-td", report.serviceTd());
        }
        for (int i = 0; i < EventLog.REGISTERS; i++) {
            registers.put("rtmr" + i, report.runtimeRegisters().get(i));
        }
        List<Violation> violations = new ArrayList<>();
        if (!bootMarker.isEmpty()) {
            addEvents(registers, log, bootMarker, violations);
        }
        return new Registers(registers, violations);
    }

    /** After the marker the application may write events of any name: none of them counts. */
    private static void addEvents(
            SortedMap<String, Bytes> registers, EventLog log, String bootMarker, List<Violation> violations) {
        Set<String> names = new HashSet<>();
        for (EventLog.Event event : log.events()) {
            String name = RuntimeEvent.of(event).map(RuntimeEvent::name).orElse("");
            if (name.isEmpty()) {
                continue;
            }
            if (!names.add(name)) {
                violations.add(new Violation(TdxReason.EVENT_REPEATED, "found " + name + " twice before the marker"));
            }
            registers.put("rtmr3." + name, event.digest());
            if (name.equals(bootMarker)) {
                return;
            }
        }
        violations.add(new Violation(TdxReason.BOOT_MARKER_MISSING, "no event " + bootMarker + " in the log"));
    }
}
