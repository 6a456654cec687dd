package io.verigrad.runner.attest;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where Linux shows what can attest a machine.
 *
 * @param root {@code /}, or the root of another tree
 */
public record Machine(Path root) {
    /** The one that this process runs on. */
    public static Machine here() {
        return new Machine(Path.of("/"));
    }

    /** The Nitro Security Module of an AWS Nitro Enclave. */
    Path nsm() {
        return root.resolve("dev/nsm");
    }

    /** Reports of SEV-SNP and TDX (Linux 6.7, Documentation/ABI/testing/configfs-tsm). */
    Path tsm() {
        return root.resolve("sys/kernel/config/tsm/report");
    }

    /** The token server of Google Confidential Space. */
    Path teeServer() {
        return root.resolve("run/container_launcher/teeserver.sock");
    }

    /** The virtual TPM, which the paravisor of Azure has put its report into. */
    Path tpm() {
        return root.resolve("dev/tpmrm0");
    }

    /** What the firmware says of the machine's maker: Azure has a TPM, and so have many others. */
    boolean isAzure() {
        Path tag = root.resolve("sys/class/dmi/id/chassis_asset_tag");
        try {
            // The tag that Microsoft gives to every virtual machine of Azure.
            return Files.isReadable(tag) && Files.readString(tag).strip().equals("7783-7084-3265-9085-8269-3286-77");
        } catch (java.io.IOException unreadable) {
            return false;
        }
    }

    boolean has(Path part) {
        return Files.exists(part);
    }
}
