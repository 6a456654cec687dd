package io.verigrad.attestation.azure;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * A quote of a TPM over all 24 registers of its SHA-256 bank (TPM 2.0 Library, part 2, section 10.12.8, TPMS_ATTEST).
 *
 * @param extraData what the asker gave
 * @param clockSafe whether the TPM's clock was never set back (section 10.11.2)
 * @param registersDigest SHA-256 of the registers in order
 * @param bytes all of it, as signed
 */
public record TpmQuote(Bytes extraData, boolean clockSafe, Bytes registersDigest, Bytes bytes) {
    /** How many registers a bank has. */
    public static final int REGISTERS = 24;

    private static final String FIELD = "TPM quote";
    private static final int MAGIC = 0xff544347;
    private static final int ATTEST_QUOTE = 0x8018;
    private static final int MAX_NAME = 68;
    private static final int MAX_EXTRA_DATA = 64;
    private static final int CLOCK = 16;
    private static final int FIRMWARE = 8;
    private static final int SHA_256 = 0x000b;
    private static final int ALL = 0xffffff;

    /**
     * Reads a quote; the signature is not checked.
     *
     * @throws EvidenceFormatException if the bytes are anything else
     */
    public static TpmQuote parse(Bytes bytes) throws EvidenceFormatException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
        require(buffer, 6);
        require(buffer.getInt() == MAGIC, "expected the magic of a TPM");
        require((buffer.getShort() & 0xffff) == ATTEST_QUOTE, "expected a quote");
        take(buffer, MAX_NAME);
        Bytes extraData = take(buffer, MAX_EXTRA_DATA);
        require(buffer, CLOCK + 1 + FIRMWARE);
        buffer.position(buffer.position() + CLOCK);
        int safe = buffer.get();
        require(safe == 0 || safe == 1, "expected a flag");
        buffer.position(buffer.position() + FIRMWARE);
        require(buffer, 10);
        require(
                buffer.getInt() == 1 && buffer.getShort() == SHA_256 && buffer.get() == 3,
                "expected the bank of SHA-256");
        int selected = (buffer.get() & 0xff) << 16 | (buffer.get() & 0xff) << 8 | buffer.get() & 0xff;
        // A quote over less leaves the registers that are not in it to whoever sends them.
        require(selected == ALL, "expected all " + REGISTERS + " registers, found " + Integer.toHexString(selected));
        Bytes digest = take(buffer, 32);
        require(digest.size() == 32 && !buffer.hasRemaining(), "expected a digest of 32 bytes and the end");
        return new TpmQuote(extraData, safe == 1, digest, bytes);
    }

    /** Whether {@code key} signed it, by RSASSA with SHA-256. */
    public boolean isSignedBy(PublicKey key, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(bytes.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException notThisKey) {
            return false;
        }
    }

    private static Bytes take(ByteBuffer buffer, int max) throws EvidenceFormatException {
        require(buffer, 2);
        int size = buffer.getShort() & 0xffff;
        require(size <= max, "expected at most " + max + " bytes, found " + size);
        require(buffer, size);
        byte[] taken = new byte[size];
        buffer.get(taken);
        return Bytes.of(taken);
    }

    private static void require(ByteBuffer buffer, int size) throws EvidenceFormatException {
        require(buffer.remaining() >= size, "expected " + size + " bytes, found " + buffer.remaining());
    }

    private static void require(boolean holds, String problem) throws EvidenceFormatException {
        if (!holds) {
            throw EvidenceFormatException.of(FIELD, problem);
        }
    }
}
