package io.verigrad.attestation.tdx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TdxQuoteTest {
    /** Where the signature data of a quote of version 4 begins. */
    private static final int DATA = 48 + 584;

    private final TdxForge forge = new TdxForge();

    @ParameterizedTest
    @CsvSource({
        "0, 3, version",
        "0, 6, version",
        "2, 3, att_key_type",
        "4, 0, tee_type",
        "12, 0, qe_vendor_id",
        "633, 0, certification data",
        "764, 5, certification data",
        "766, 0, certification data",
        "1252, 6, certificates",
        "1254, 0, certificates",
    })
    void refusesAnotherFixedValue(int at, int value, String field) {
        assertMalformed(q -> q[at] = (byte) value, field);
    }

    @ParameterizedTest
    @CsvSource({"48, 1, body type", "48, 4, body type", "50, 0, body size", "53, 1, body size"})
    void refusesAnotherBodyInVersionFive(int at, int value, String field) {
        forge.version = 5;

        assertMalformed(q -> q[at] = (byte) value, field);
    }

    @Test
    void refusesLengthsThatAreNegativeOrBeyondTheDocument() {
        assertMalformed(q -> Arrays.fill(q, DATA, DATA + 4, (byte) 0xff), "signature data");
        assertMalformed(q -> q[DATA + 2] = 1, "signature data");
    }

    @Test
    void refusesBytesBehindTheCertificatesThatTheOuterLengthHides() {
        forge.quote = quote -> {
            byte[] longer = Arrays.copyOf(quote, quote.length + 1);
            int size = quote.length + 1 - DATA - 4;
            longer[DATA] = (byte) size;
            longer[DATA + 1] = (byte) (size >>> 8);
            return longer;
        };

        assertThat(field()).isEqualTo("certification data");
    }

    @ParameterizedTest
    @CsvSource({"'-----\nM', '----- \nM'", "'\n-----END', '-----END'", "'BEGIN', 'begin'", "'=\n-----END', '\n-----END'"
    })
    void refusesOtherFormsOfPem(String part, String replacement) {
        AtomicBoolean changed = new AtomicBoolean();
        forge.quote = quote -> {
            String text = new String(quote, ISO_8859_1);
            String other = text.replaceFirst(part, replacement);
            changed.set(!other.equals(text));
            return other.getBytes(ISO_8859_1);
        };

        // Signatures vary in length: now and then no certificate has padding to lose.
        Bytes document;
        do {
            document = forge.document();
        } while (!changed.get());

        assertThat(field(document)).isNotEmpty();
    }

    @Test
    void refusesAPlatformWithoutItsExtension() {
        forge.platform = c -> c.extensions.clear();

        assertThat(field()).isEqualTo("platform certificate");
    }

    @ParameterizedTest
    @CsvSource({"-1", "256"})
    void refusesAComponentOutOfRange(int svn) {
        forge.extension.components[0] = svn;

        assertThat(field()).isEqualTo("platform certificate");
    }

    @Test
    void refusesAMemberOfTheExtensionOfAnotherKindOrSize() {
        forge.extension.more.put(PlatformExtension.ARC + ".4", new ASN1Integer(1));
        assertThat(field()).isEqualTo("platform certificate");

        forge.extension.more.put(PlatformExtension.ARC + ".4", new DEROctetString(new byte[5]));
        assertThat(field()).isEqualTo("platform certificate");
    }

    @Test
    void refusesAMemberOfTheExtensionThatIsThereTwice() {
        forge.platform = c -> {
            byte[] extension = forge.extension.encode();
            String hex = Bytes.of(extension).toString();
            // The identifier of the PCE becomes that of the model.
            c.extensions.put(
                    PlatformExtension.ARC,
                    Bytes.parse(hex.replace("060a2a864886f84d010d0103", "060a2a864886f84d010d0104"))
                            .toArray());
        };

        assertThat(field()).isEqualTo("platform certificate");
    }

    @Test
    void asksForTheCollateralOfThePlatform() throws Exception {
        TdxCollateralNeeds needs = TdxVerifier.collateralNeeds(forge.document());
        forge.platform = c -> c.issuer = "CN=Intel SGX PCK Processor CA,O=Test";

        assertThat(needs).isEqualTo(new TdxCollateralNeeds(Statements.MODEL, TdxCollateralNeeds.Authority.PLATFORM));
        assertThat(TdxVerifier.collateralNeeds(forge.document()).authority())
                .isEqualTo(TdxCollateralNeeds.Authority.PROCESSOR);
    }

    private void assertMalformed(Consumer<byte[]> change, String field) {
        forge.quote = quote -> {
            change.accept(quote);
            return quote;
        };
        assertThat(field()).isEqualTo(field);
    }

    private String field() {
        return field(forge.document());
    }

    private String field(Bytes document) {
        return catchThrowableOfType(EvidenceFormatException.class, () -> forge.appraise(document))
                .field();
    }
}
