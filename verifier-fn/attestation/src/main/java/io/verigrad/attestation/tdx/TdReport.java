package io.verigrad.attestation.tdx;

import io.verigrad.value.Bytes;
import java.util.List;

/**
 * What the TDX module says about a trust domain ("Intel TDX DCAP Quoting Library API", appendix A.3.2 and A.4.4).
 *
 * @param teeTcbSvn 16 security version numbers of the module that the domain was launched on: minor, major, microcode, ...
 * @param teeTcbSvn2 those of the module that runs now; empty before TDX 1.5
 * @param runtimeRegisters RTMR 0 to 3
 * @param serviceTd of a service domain that may migrate it, empty before TDX 1.5
 */
record TdReport(
        Bytes teeTcbSvn,
        Bytes mrSeam,
        Bytes mrSignerSeam,
        Bytes seamAttributes,
        TdAttributes attributes,
        long extendedFeatures,
        Bytes mrTd,
        Bytes mrConfigId,
        Bytes mrOwner,
        Bytes mrOwnerConfig,
        List<Bytes> runtimeRegisters,
        Bytes reportData,
        Bytes teeTcbSvn2,
        Bytes serviceTd) {
    /** The size of a report of TDX 1.0, in bytes. */
    static final int SIZE = 584;
    /** The size of a report of TDX 1.5, in bytes. */
    static final int SIZE_15 = 648;

    TdReport {
        runtimeRegisters = List.copyOf(runtimeRegisters);
    }

    /** The major version of the module that the domain was launched on; 0 is TDX 1.0. */
    int moduleVersion() {
        return unsigned(teeTcbSvn, 1);
    }

    static int unsigned(Bytes bytes, int at) {
        return bytes.slice(at, at + 1).toArray()[0] & 0xff;
    }
}
