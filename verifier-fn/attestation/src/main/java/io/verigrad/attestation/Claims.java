package io.verigrad.attestation;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What authentic evidence says. Exists only after signature and certificates were verified.
 *
 * @param measurements registers by name, such as {@code pcr0}
 * @param debug whether somebody could look into the machine while it ran
 * @param receiptKey the secp256k1 key in the evidence, empty if it names none
 * @param nonce empty if it carries none
 * @param bindHash the user data, {@link Binding#hash} if all is well
 * @param madeAt when the attester made it
 * @param expiresAt the earliest end of a certificate or of a piece of collateral that was used
 * @param signedDigest SHA-256 of the signed part: the identity of the evidence, as a signature has two forms
 * @param reportData of a format with one field instead of key, nonce and user data, which are empty then: if all is well
 *     {@link Binding#reportData}, or {@link Binding#hash} where the field holds 32 bytes. Empty for other formats.
 */
public record Claims(
        SortedMap<String, Bytes> measurements,
        boolean debug,
        Bytes receiptKey,
        Bytes nonce,
        Bytes bindHash,
        Instant madeAt,
        Instant expiresAt,
        Hash32 signedDigest,
        Bytes reportData) {
    public Claims {
        measurements = Collections.unmodifiableSortedMap(new TreeMap<>(measurements));
    }

    /** Claims of a format that has a field for each of key, nonce and user data. */
    public Claims(
            SortedMap<String, Bytes> measurements,
            boolean debug,
            Bytes receiptKey,
            Bytes nonce,
            Bytes bindHash,
            Instant madeAt,
            Instant expiresAt,
            Hash32 signedDigest) {
        this(measurements, debug, receiptKey, nonce, bindHash, madeAt, expiresAt, signedDigest, Bytes.EMPTY);
    }

    /** Claims of a format that has report data only. */
    public static Claims ofReport(
            SortedMap<String, Bytes> measurements,
            boolean debug,
            Bytes reportData,
            Instant madeAt,
            Instant expiresAt,
            Hash32 signedDigest) {
        return new Claims(
                measurements,
                debug,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                madeAt,
                expiresAt,
                signedDigest,
                reportData);
    }
}
