package io.verigrad.attestation.x509;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Set;

/** The algorithms that the certificates of one vendor have; any other is refused, however strong. */
public enum CertificateProfile {
    /** AWS Nitro and the software attester: P-384 with ECDSA and SHA-384 throughout. */
    P384("P-384 and SHA384withECDSA", true) {
        @Override
        boolean accepts(X509Certificate certificate, boolean leaf) {
            return certificate.getSigAlgName().equals("SHA384withECDSA")
                    && isOn("secp384r1", certificate.getPublicKey());
        }
    },
    /**
     * AMD SEV-SNP: RSA-4096 authorities that sign with RSASSA-PSS (SHA-384, salt of 48 bytes), and a P-384 key below
     * them whose certificate says nothing of its usage (AMD 57230, "VCEK Certificate and KDS Interface", section 3).
     */
    AMD_SEV("RSA-4096 authorities with RSASSA-PSS and SHA-384 over a P-384 key", false) {
        @Override
        boolean accepts(X509Certificate certificate, boolean leaf) {
            PublicKey key = certificate.getPublicKey();
            boolean suits = leaf
                    ? isOn("secp384r1", key)
                    : key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() == 4096;
            return suits && isPss384(certificate);
        }
    },
    /** Intel SGX and TDX: P-256 with ECDSA and SHA-256 throughout ("Intel SGX PCK Certificate and CRL Profile", 1.3). */
    INTEL_P256("P-256 and SHA256withECDSA", true) {
        @Override
        boolean accepts(X509Certificate certificate, boolean leaf) {
            return certificate.getSigAlgName().equals("SHA256withECDSA")
                    && isOn("secp256r1", certificate.getPublicKey());
        }
    },
    /** Virtual TPMs of Azure: RSA of 2048 bits or more, RSASSA with SHA-256 or SHA-384. */
    AZURE_TPM("RSA of 2048 bits or more with SHA256withRSA or SHA384withRSA", false) {
        @Override
        boolean accepts(X509Certificate certificate, boolean leaf) {
            return certificate.getPublicKey() instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() >= 2048
                    && Set.of("SHA256withRSA", "SHA384withRSA").contains(certificate.getSigAlgName());
        }
    },
    /** Tokens of Google Cloud Attestation: RSA of 2048 bits or more, RSASSA with SHA-256, SHA-384 or SHA-512. */
    GOOGLE_TOKEN("RSA of 2048 bits or more with SHA-256, SHA-384 or SHA-512", false) {
        @Override
        boolean accepts(X509Certificate certificate, boolean leaf) {
            return certificate.getPublicKey() instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() >= 2048
                    && Set.of("SHA256withRSA", "SHA384withRSA", "SHA512withRSA").contains(certificate.getSigAlgName());
        }
    },
    /** NVIDIA's Remote Attestation Service: a P-384 key of two days below an RSA authority, which is pinned itself. */
    NVIDIA_SERVICE("a P-384 key with SHA256withRSA below an RSA authority", true) {
        @Override
        boolean accepts(X509Certificate certificate, boolean leaf) {
            PublicKey key = certificate.getPublicKey();
            return leaf
                    ? certificate.getSigAlgName().equals("SHA256withRSA") && isOn("secp384r1", key)
                    : key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 2048;
        }
    };

    private final String description;
    private final boolean leafNamesUsage;

    CertificateProfile(String description, boolean leafNamesUsage) {
        this.description = description;
        this.leafNamesUsage = leafNamesUsage;
    }

    abstract boolean accepts(X509Certificate certificate, boolean leaf);

    String description() {
        return description;
    }

    /** Whether the leaf must have the key usage digitalSignature. */
    boolean leafNamesUsage() {
        return leafNamesUsage;
    }

    private static boolean isOn(String name, PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) {
            return false;
        }
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(name));
            ECParameterSpec curve = named.getParameterSpec(ECParameterSpec.class);
            return ec.getParams().getCurve().equals(curve.getCurve())
                    && ec.getParams().getGenerator().equals(curve.getGenerator())
                    && ec.getParams().getOrder().equals(curve.getOrder());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has the curves of the standard", e);
        }
    }

    private static boolean isPss384(X509Certificate certificate) {
        byte[] encoded = certificate.getSigAlgParams();
        if (!certificate.getSigAlgName().equals("RSASSA-PSS") || encoded == null) {
            return false;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            PSSParameterSpec pss = parameters.getParameterSpec(PSSParameterSpec.class);
            return pss.getDigestAlgorithm().equals("SHA-384")
                    && pss.getMGFParameters() instanceof MGF1ParameterSpec mask
                    && mask.getDigestAlgorithm().equals("SHA-384")
                    && pss.getSaltLength() == 48
                    && pss.getTrailerField() == 1;
        } catch (GeneralSecurityException | IOException unreadable) {
            return false;
        }
    }
}
