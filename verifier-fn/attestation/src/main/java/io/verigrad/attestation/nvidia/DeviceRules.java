package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.NvidiaRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What reports and tokens have in common of the policy. */
final class DeviceRules {
    private DeviceRules() {}

    /** @param driver empty for a device without one */
    static List<Violation> check(NvidiaRules rules, String product, String driver, String id) {
        List<Violation> objections = new ArrayList<>();
        SortedMap<String, String> minimum = rules.minimumDriver();
        String least = minimum.get(product);
        if (least == null) {
            objections.add(
                    new Violation(NvidiaReason.DEVICE_PRODUCT_NOT_ALLOWED, "the policy does not name " + product));
        } else if (!driver.isEmpty() && !NvidiaRules.isAtLeast(driver, least)) {
            objections.add(
                    new Violation(NvidiaReason.DRIVER_TOO_OLD, "expected " + least + " or newer, found " + driver));
        }
        if (!rules.allows(id)) {
            objections.add(new Violation(NvidiaReason.DEVICE_NOT_ALLOWED, "the policy does not name " + id));
        }
        return objections;
    }
}
