package io.verigrad.attestation.azure;

import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.tdx.TdxVerifier;

/** What a machine of Azure runs on. */
public enum HardwareKind {
    SNP("snp", SnpVerifier.FORMAT),
    TDX("tdx", TdxVerifier.FORMAT);

    private final String member;
    private final String format;

    HardwareKind(String member, String format) {
        this.member = member;
        this.format = format;
    }

    /** The name of its document in evidence of Azure. */
    String member() {
        return member;
    }

    /** The format of that document. */
    public String format() {
        return format;
    }
}
