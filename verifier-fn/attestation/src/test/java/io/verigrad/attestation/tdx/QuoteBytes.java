package io.verigrad.attestation.tdx;

import static io.verigrad.attestation.software.EvidenceForge.filled;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;

/** Lays out quotes by the tables of the specification, apart from the code under test. */
final class QuoteBytes {
    static final Bytes ENCLAVE_DATA = filled(32, 0x0a);

    private final TdxForge forge;
    private final List<Bytes> chain;

    QuoteBytes(TdxForge forge, List<Bytes> chain) {
        this.forge = forge;
        this.chain = chain;
    }

    Bytes lay() {
        Bytes signed = Bytes.concat(header(), body());
        Bytes key = TdxForge.attestationKey();
        Bytes enclave = enclave(key);
        Bytes pem = pem();
        Bytes inner = Bytes.concat(
                enclave,
                TdxForge.sign(forge.enclaveSigner, enclave),
                number(2, ENCLAVE_DATA.size()),
                ENCLAVE_DATA,
                number(2, 5),
                number(4, pem.size()),
                pem);
        Bytes data = Bytes.concat(
                TdxForge.sign(forge.quoteSigner, signed), key, number(2, 6), number(4, inner.size()), inner);
        return Bytes.concat(signed, number(4, data.size()), data);
    }

    private Bytes header() {
        return Bytes.concat(
                number(2, forge.version),
                number(2, 2),
                number(4, 0x81),
                Bytes.of(new byte[4]),
                Bytes.parse("0x939a7233f79c4ca9940a0db3957f0607"),
                filled(20, 0x0b));
    }

    private Bytes body() {
        boolean extended = forge.version == 5 && forge.extended;
        byte[] bytes = new byte[extended ? 648 : 584];
        ByteBuffer body = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        body.put(0, new byte[] {6, 1, 3});
        body.put(16, filled(48, 0x0c).toArray());
        body.putLong(120, 1L << 28);
        body.putLong(128, 0x602e7);
        body.put(136, TdxForge.MR_TD.toArray());
        List<Bytes> registers = new EventLog(forge.events).replay();
        for (int i = 0; i < 4; i++) {
            body.put(328 + 48 * i, registers.get(i).toArray());
        }
        body.put(520, forge.binding().reportData(forge.boundNonce).toArray());
        if (extended) {
            body.put(584, new byte[] {6, 1, 3});
        }
        forge.body.accept(bytes);
        Bytes type =
                forge.version == 4 ? Bytes.EMPTY : Bytes.concat(number(2, extended ? 3 : 2), number(4, bytes.length));
        return Bytes.concat(type, Bytes.of(bytes));
    }

    private Bytes enclave(Bytes key) {
        byte[] bytes = new byte[384];
        ByteBuffer report = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        report.putLong(48, 0x15);
        report.putLong(56, 0xe7);
        report.put(128, Statements.MR_SIGNER.toArray());
        report.putShort(256, (short) 2);
        report.putShort(258, (short) 6);
        report.put(
                320, Sha256.hash(key.toArray(), ENCLAVE_DATA.toArray()).bytes().toArray());
        forge.enclave.accept(bytes);
        return Bytes.of(bytes);
    }

    private Bytes pem() {
        StringBuilder pem = new StringBuilder();
        for (Bytes der : chain) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Bytes.of((pem + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes point(KeyPair key) {
        ECPublicKey point = (ECPublicKey) key.getPublic();
        return Bytes.concat(
                coordinate(point.getW().getAffineX()), coordinate(point.getW().getAffineY()));
    }

    private static Bytes coordinate(BigInteger value) {
        byte[] padded = new byte[32];
        byte[] bytes = value.toByteArray();
        int from = Math.max(0, bytes.length - 32);
        System.arraycopy(bytes, from, padded, 32 - (bytes.length - from), bytes.length - from);
        return Bytes.of(padded);
    }

    static Bytes number(int size, int value) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return Bytes.of(bytes);
    }
}
