package io.verigrad.attestation.cose;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.value.Bytes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Map;

/**
 * A COSE_Sign1 message (RFC 9052, section 4.2) with the one algorithm ES384, as attestation documents of AWS Nitro have
 * it: untagged or with tag 18, no unprotected header.
 *
 * @param signature r and s, 48 bytes each
 */
public record CoseSign1(Bytes payload, Bytes signature) {
    private static final String ALGORITHM = "SHA384withECDSAinP1363Format";
    private static final int SIGNATURE_SIZE = 96;
    private static final int TAG = 18;
    /** The map {1: -35}: algorithm ES384. */
    private static final Bytes PROTECTED = Bytes.of((byte) 0xa1, (byte) 0x01, (byte) 0x38, (byte) 0x22);

    private static final CborValue NO_HEADER = new CborValue.CborMap(Map.of());

    public CoseSign1 {
        if (signature.size() != SIGNATURE_SIZE) {
            throw new IllegalArgumentException("expected a signature of 96 bytes, found " + signature.size());
        }
    }

    /**
     * Reads a message; the signature is not checked.
     *
     * @throws EvidenceFormatException if the bytes are not such a message
     */
    public static CoseSign1 parse(Bytes message) throws EvidenceFormatException {
        CborValue item = CborReader.read("document", message);
        if (item instanceof CborValue.Tagged(long tag, CborValue tagged) && tag == TAG) {
            item = tagged;
        }
        if (!(item instanceof CborValue.Array(List<CborValue> parts)) || parts.size() != 4) {
            throw EvidenceFormatException.of("document", "expected a COSE_Sign1 array of 4");
        }
        if (!parts.get(0).equals(CborValue.of(PROTECTED))) {
            throw EvidenceFormatException.of("protected", "expected the header {1: -35}, ES384");
        }
        if (!parts.get(1).equals(NO_HEADER)) {
            throw EvidenceFormatException.of("unprotected", "expected an empty map");
        }
        if (!(parts.get(2) instanceof CborValue.ByteString(Bytes payload))) {
            throw EvidenceFormatException.of("payload", "expected a byte string");
        }
        if (!(parts.get(3) instanceof CborValue.ByteString(Bytes signature)) || signature.size() != SIGNATURE_SIZE) {
            throw EvidenceFormatException.of("signature", "expected a byte string of " + SIGNATURE_SIZE);
        }
        return new CoseSign1(payload, signature);
    }

    public static CoseSign1 sign(Bytes payload, PrivateKey key) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(toBeSigned(payload));
            return new CoseSign1(payload, Bytes.of(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected a P-384 key and a platform with ES384", e);
        }
    }

    /** Whether {@code key} signed this payload. */
    public boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(toBeSigned(payload));
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException notThisKey) {
            // The platform reports r or s out of range, or another kind of key, in this way.
            return false;
        }
    }

    public Bytes encode() {
        return CborWriter.write(new CborValue.Array(
                List.of(CborValue.of(PROTECTED), NO_HEADER, CborValue.of(payload), CborValue.of(signature))));
    }

    private static byte[] toBeSigned(Bytes payload) {
        return CborWriter.write(new CborValue.Array(List.of(
                        CborValue.of("Signature1"),
                        CborValue.of(PROTECTED),
                        CborValue.of(Bytes.EMPTY),
                        CborValue.of(payload))))
                .toArray();
    }
}
