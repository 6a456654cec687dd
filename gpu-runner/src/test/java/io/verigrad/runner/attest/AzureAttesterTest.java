package io.verigrad.runner.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.azure.AzureDocument;
import io.verigrad.attestation.azure.AzureForge;
import io.verigrad.attestation.azure.HardwareKind;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TPM and metadata service are played; what they hold is forged down from roots of the verifier's tests. */
class AzureAttesterTest {
    private final FakeTpm tpm = new FakeTpm();
    private final Map<String, Map<String, String>> answers = new ConcurrentHashMap<>();
    private HttpServer metadata;

    @BeforeEach
    void starts() throws Exception {
        metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            Map<String, String> answer = answers.get(exchange.getRequestURI().getPath());
            boolean meant = "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
            byte[] body = answer == null ? new byte[0] : Json.write(answer);
            exchange.sendResponseHeaders(answer == null || !meant ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        metadata.start();
    }

    @AfterEach
    void stops() {
        metadata.stop(0);
    }

    @Test
    void evidenceOnSevSnpIsAcceptedByTheVerifier() throws Exception {
        AzureForge forge = new AzureForge(HardwareKind.SNP);
        forge.snp.keyInCollateral = true;
        forge.snp.authoritiesInCollateral = true;
        List<X509Certificate> certificates = forge.snp.collateral().certificates();
        answers.put(
                "/metadata/THIM/amd/certification",
                Map.of(
                        "vcekCert",
                        pem(certificates.get(2)),
                        "certificateChain",
                        pem(certificates.get(1)) + pem(certificates.get(0))));
        AzureDocument document = load(forge);
        tpm.index = hcl(2, padded(document.hardwareDocument().slice(0, 1184)), document.runtime());

        Evidence evidence = attester().attest(Hash32.ZERO, forge.nonce, forge.binding());

        assertThat(tpm.quoted).isEqualTo(forge.binding().hash(forge.nonce).bytes());
        assertThat(forge.appraise(evidence.document())).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void evidenceOnTdxIsAcceptedByTheVerifier() throws Exception {
        AzureForge forge = new AzureForge(HardwareKind.TDX);
        AzureDocument document = load(forge);
        Bytes reportData = Bytes.concat(
                Bytes.of(new byte[128]),
                Sha256.hash(document.runtime().toArray()).bytes(),
                Bytes.of(new byte[1184 - 160]));
        tpm.index = hcl(4, reportData, document.runtime());
        answers.put(
                "/acc/tdquote",
                Map.of(
                        "quote",
                        Base64.getUrlEncoder()
                                .encodeToString(document.hardwareDocument().toArray())));

        Evidence evidence = attester().attest(Hash32.ZERO, forge.nonce, forge.binding());

        assertThat(forge.appraise(evidence.document())).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void saysWhatTheTpmOrTheServiceRefuses() throws Exception {
        AzureForge forge = new AzureForge(HardwareKind.SNP);
        AzureDocument document = load(forge);
        tpm.index = hcl(2, padded(document.hardwareDocument().slice(0, 1184)), document.runtime());
        assertRefused(forge, "/metadata/THIM/amd/certification: expected status 200, found 404");

        tpm.index = Bytes.of(new byte[2600]);
        assertRefused(forge, "expected the report of the paravisor");

        tpm.failure = 0x18b;
        assertRefused(forge, "TPM: command 0x169 failed with 0x18b");
    }

    private AzureDocument load(AzureForge forge) throws Exception {
        AzureDocument document = AzureDocument.parse(forge.document());
        tpm.registers = document.registers();
        tpm.attest = document.quote();
        tpm.signature = document.signature();
        return document;
    }

    private AzureAttester attester() {
        URI address = URI.create("http://127.0.0.1:" + metadata.getAddress().getPort());
        return new AzureAttester(new Tpm(tpm), new AzureMetadata(address), List.of());
    }

    private void assertRefused(AzureForge forge, String message) {
        assertThatThrownBy(() -> attester().attest(Hash32.ZERO, forge.nonce, forge.binding()))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining(message);
    }

    private static Bytes padded(Bytes report) {
        return Bytes.concat(report, Bytes.of(new byte[1184 - report.size()]));
    }

    private static Bytes hcl(int kind, Bytes report, Bytes runtime) {
        ByteBuffer content = ByteBuffer.allocate(2600).order(ByteOrder.LITTLE_ENDIAN);
        content.put("HCLA".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .position(32)
                .put(report.toArray())
                .putInt(20 + runtime.size())
                .putInt(1)
                .putInt(kind)
                .putInt(1)
                .putInt(runtime.size())
                .put(runtime.toArray());
        return Bytes.of(content.array());
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
