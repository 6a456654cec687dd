package io.verigrad.devnet;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.PolicyFormatException;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** A development policy: it accepts the software attester, under a test root of this network, of this very runner. */
record DevnetPolicy(Path policyFile, Path rootFile, AppraisalPolicy policy) {
    static DevnetPolicy write(Path directory, Hash32 runtimeDigest, Clock clock) throws IOException {
        SoftwareRoot root = SoftwareRoot.create(clock, new SecureRandom());
        String yaml = """
                version: 1
                id: verigrad-devnet
                development: true
                evidence-max-age: PT10M
                clock-skew: PT30S
                epoch-lifetime: P7D
                formats:
                  software-v1:
                    max-assurance: UNATTESTED
                    roots: ["%s"]
                    measurements:
                      - name: gpu-runner
                        registers: { pcr0: "%s" }
                """.formatted(root.fingerprint(), runtimeDigest);
        try {
            return new DevnetPolicy(
                    Files.writeString(directory.resolve("policy.yaml"), yaml),
                    Directories.writeSecret(directory.resolve("software-root.pem"), root.toPem()),
                    AppraisalPolicy.parse(yaml));
        } catch (PolicyFormatException e) {
            throw new IllegalStateException("the policy of the local network is refused:\n" + e.getMessage(), e);
        }
    }

    List<Hash32> measurementSets() {
        return policy.measurementSets().stream().map(set -> set.id()).toList();
    }
}
