package io.verigrad.attestation.tdx;

import io.verigrad.value.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/** The extension in certificates of platforms, as good or as bad as a test sets. */
public final class PlatformExtension {
    static final String ARC = "1.2.840.113741.1.13.1";

    public Bytes id = TdxForge.PLATFORM;
    public int[] components = {3, 3, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0};
    public int pceSvn = 13;
    public Bytes pceId = Bytes.of(new byte[2]);
    public Bytes model = Statements.MODEL;
    public final Map<String, ASN1Encodable> more = new LinkedHashMap<>();

    byte[] encode() {
        Map<String, ASN1Encodable> versions = new LinkedHashMap<>();
        byte[] cpuSvn = new byte[16];
        for (int i = 0; i < components.length; i++) {
            versions.put(ARC + ".2." + (i + 1), new ASN1Integer(components[i]));
            cpuSvn[i] = (byte) components[i];
        }
        versions.put(ARC + ".2.17", new ASN1Integer(pceSvn));
        versions.put(ARC + ".2.18", new DEROctetString(cpuSvn));
        Map<String, ASN1Encodable> values = new LinkedHashMap<>();
        values.put(ARC + ".1", new DEROctetString(id.toArray()));
        values.put(ARC + ".2", sequence(versions));
        values.put(ARC + ".3", new DEROctetString(pceId.toArray()));
        values.put(ARC + ".4", new DEROctetString(model.toArray()));
        values.putAll(more);
        try {
            return sequence(values).getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static DERSequence sequence(Map<String, ASN1Encodable> members) {
        ASN1EncodableVector pairs = new ASN1EncodableVector();
        members.forEach(
                (id, value) -> pairs.add(new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(id), value})));
        return new DERSequence(pairs);
    }
}
