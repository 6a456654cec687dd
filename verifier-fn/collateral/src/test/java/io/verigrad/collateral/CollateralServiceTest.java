package io.verigrad.collateral;

import static io.verigrad.collateral.VendorServer.body;
import static io.verigrad.collateral.VendorServer.stalled;
import static io.verigrad.collateral.VendorServer.status;
import static io.verigrad.collateral.VendorServer.truncated;
import static io.verigrad.collateral.VendorServer.withHeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.azure.AzureForge;
import io.verigrad.attestation.azure.HardwareKind;
import io.verigrad.attestation.gcp.GcpForge;
import io.verigrad.attestation.nvidia.GpuForge;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.tdx.TdxForge;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services of vendors are played by a server of the test; evidence and its certificates are forged. */
class CollateralServiceTest {
    private static final String KEY =
            "/vcek/v1/Milan/" + "61".repeat(64) + "?blSPL=04&snpSPL=24&teeSPL=00&ucodeSPL=219";
    private static final String CHAIN = "/vcek/v1/Milan/cert_chain";
    private static final String LIST = "/vcek/v1/Milan/crl";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock(SnpForge.NOW);
    private final SnpForge forge = new SnpForge();
    private VendorServer vendor;
    private CollateralService service;
    private Collateral made;

    @BeforeEach
    void startsTheVendor() throws Exception {
        vendor = new VendorServer();
        service = service(new FileStore(folder), Duration.ofSeconds(10));
        forge.withTable = false;
        forge.keyInCollateral = true;
        forge.authoritiesInCollateral = true;
        made = forge.collateral();
        vendor.serve(KEY, Bytes.of(made.certificates().get(2).getEncoded()));
        vendor.serve(
                CHAIN,
                Bytes.of(pem(made.certificates().get(1), made.certificates().get(0))));
        vendor.serve(LIST, Bytes.of(made.revocationLists().getFirst().getEncoded()));
    }

    @AfterEach
    void stopsTheVendor() {
        service.close();
        vendor.close();
    }

    @Test
    void hasWhatAReportNeeds() throws Exception {
        Gathered gathered = service.gather(evidence(), forge.policy());

        assertThat(gathered.problems()).isEmpty();
        assertThat(verdict(gathered)).isInstanceOf(EnclaveVerdict.Affirming.class);
        assertThat(vendor.asked).containsExactlyInAnyOrder(KEY, CHAIN, LIST);
    }

    @Test
    void asksTheVendorOnceForManyReports() throws Exception {
        service.gather(evidence(), forge.policy());
        service.gather(evidence(), forge.policy());
        try (CollateralService afterRestart = service(new FileStore(folder), Duration.ofSeconds(10))) {
            assertThat(verdict(afterRestart.gather(evidence(), forge.policy())))
                    .isInstanceOf(EnclaveVerdict.Affirming.class);
        }

        assertThat(vendor.asked).hasSize(3);
    }

    @Test
    void asksForListsAgainBeforeTheyEnd() throws Exception {
        service.gather(evidence(), forge.policy());
        clock.pass(Duration.ofHours(13));

        service.refresh();

        assertThat(vendor.asked).hasSize(4).endsWith(LIST);
    }

    @Test
    void missesAListThatTheVendorDoesNotGive() throws Exception {
        for (VendorServer.Answer bad : List.<VendorServer.Answer>of(
                status(404),
                status(500),
                withHeader("Location", "http://127.0.0.1:1/", status(302)),
                body("<html>maintenance</html>".getBytes(StandardCharsets.UTF_8)),
                body(new byte[0]),
                body(new byte[3 << 20]),
                truncated(made.revocationLists().getFirst().getEncoded()),
                body(twice(made.revocationLists().getFirst().getEncoded())))) {
            try (CollateralService fresh = service(new MemoryStore(), Duration.ofSeconds(10))) {
                vendor.serve(LIST, bad);

                Gathered gathered = fresh.gather(evidence(), forge.policy());

                assertThat(gathered.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.detail()).startsWith("amd-kds" + LIST));
                assertThat(codes(verdict(gathered))).containsExactly("revocation_list_missing");
            }
        }
    }

    @Test
    void doesNotWaitForASlowVendor() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        vendor.serve(LIST, stalled(new byte[100], end));
        try (CollateralService hurried = service(new MemoryStore(), Duration.ofMillis(300))) {
            Gathered gathered = hurried.gather(evidence(), forge.policy());

            assertThat(gathered.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.cause()).isEqualTo(FetchException.Cause.UNREACHABLE));
            assertThat(codes(verdict(gathered))).containsExactly("revocation_list_missing");
        } finally {
            end.countDown();
        }
    }

    @Test
    void usesAnOlderListWhereTheVendorFailsAndLetsTheVerifierJudgeItsAge() throws Exception {
        service.gather(evidence(), forge.policy());
        vendor.serve(LIST, status(500));
        clock.pass(Duration.ofHours(13));

        Gathered later = service.gather(evidence(), forge.policy());

        assertThat(later.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.older()).isTrue());
        assertThat(verdict(later)).isInstanceOf(EnclaveVerdict.Affirming.class);

        forge.list = list -> list.nextUpdate = SnpForge.NOW.minusSeconds(60);
        vendor.serve(
                LIST, Bytes.of(forge.collateral().revocationLists().getFirst().getEncoded()));
        clock.pass(Duration.ofHours(13));

        assertThat(codes(verdict(service.gather(evidence(), forge.policy())))).containsExactly("revocation_list_stale");
    }

    @Test
    void believesNothingThatTheVendorSays() throws Exception {
        forge.list = list -> list.revoked.add(java.math.BigInteger.valueOf(0x010001));
        vendor.serve(
                LIST, Bytes.of(forge.collateral().revocationLists().getFirst().getEncoded()));
        assertThat(codes(verdict(service.gather(evidence(), forge.policy())))).containsExactly("certificate_revoked");

        try (CollateralService fresh = service(new MemoryStore(), Duration.ofSeconds(10))) {
            SnpForge foreign = new SnpForge();
            foreign.list = list -> list.key =
                    io.verigrad.attestation.pki.CertificateForge.rsa(2048).getPrivate();
            vendor.serve(
                    LIST,
                    Bytes.of(foreign.collateral().revocationLists().getFirst().getEncoded()));

            assertThat(codes(verdict(fresh.gather(evidence(), forge.policy()))))
                    .containsExactly("revocation_list_invalid");
        }
    }

    @Test
    void leavesAVendorInPeaceThatAsksForIt() throws Exception {
        vendor.serve(LIST, withHeader("Retry-After", "120", status(429)));
        assertThat(service.gather(evidence(), forge.policy()).problems()).isNotEmpty();
        int asked = vendor.asked.size();

        clock.pass(Duration.ofSeconds(60));
        Gathered tooEarly = service.gather(evidence(), forge.policy());
        clock.pass(Duration.ofSeconds(61));
        vendor.serve(LIST, Bytes.of(made.revocationLists().getFirst().getEncoded()));
        Gathered later = service.gather(evidence(), forge.policy());

        assertThat(tooEarly.problems())
                .allSatisfy(problem -> assertThat(problem.cause()).isEqualTo(FetchException.Cause.RATE_LIMITED));
        assertThat(vendor.asked.size()).isGreaterThan(asked);
        assertThat(later.problems()).isEmpty();
    }

    @Test
    void asksForFewKeysAtOnceWhateverStrangersSend() {
        for (int i = 0; i < 20; i++) {
            service.gather(List.of(Item.get(
                    Service.AMD_KDS, "/vcek/v1/Milan/" + "%0128x".formatted(i) + "?blSPL=00", Form.CERTIFICATE)));
        }

        assertThat(vendor.asked).hasSize(Service.AMD_KDS.burst());
    }

    @Test
    void doesNotAskAgainAtOnceForWhatFailed() throws Exception {
        vendor.serve(LIST, status(500));
        service.gather(evidence(), forge.policy());
        service.gather(evidence(), forge.policy());

        assertThat(vendor.asked.stream().filter(LIST::equals)).hasSize(1);
    }

    @Test
    void keepsEveryContentByItsDigest() throws Exception {
        Gathered first = service.gather(evidence(), forge.policy());
        forge.list = list -> list.revoked.add(java.math.BigInteger.TEN);
        vendor.serve(
                LIST, Bytes.of(forge.collateral().revocationLists().getFirst().getEncoded()));
        clock.pass(Duration.ofHours(13));
        Gathered second = service.gather(evidence(), forge.policy());

        FileStore archive = new FileStore(folder);
        for (Hash32 digest : Stream.concat(first.digests().stream(), second.digests().stream())
                .toList()) {
            assertThat(archive.object(digest).map(content -> Sha256.hash(content.toArray())))
                    .contains(digest);
        }
        assertThat(first.digests()).isNotEqualTo(second.digests());
    }

    @Test
    void takesWhatIsDamagedForMissing() throws Exception {
        Gathered gathered = service.gather(evidence(), forge.policy());
        try (Stream<Path> files = Files.list(folder.resolve("objects"))) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(content, content.length / 2));
            }
        }

        assertThat(service.gather(evidence(), forge.policy()).digests()).isEqualTo(gathered.digests());
        assertThat(vendor.asked).hasSizeGreaterThan(3);
    }

    @Test
    void worksFromTheStoreAloneWithoutANetwork() throws Exception {
        service.gather(evidence(), forge.policy());
        try (CollateralService offline =
                new CollateralService(new FileStore(folder), Optional.empty(), Duration.ofSeconds(10), clock)) {
            assertThat(verdict(offline.gather(evidence(), forge.policy())))
                    .isInstanceOf(EnclaveVerdict.Affirming.class);
        }
        try (CollateralService empty =
                new CollateralService(new MemoryStore(), Optional.empty(), Duration.ofSeconds(10), clock)) {
            assertThat(empty.gather(evidence(), forge.policy()).problems()).hasSize(3);
        }
    }

    @Test
    void hasStatementsOfIntelWithTheirChains() throws Exception {
        String chain = URLEncoder.encode(
                new String(pem(made.certificates().getFirst()), StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        byte[] tcb = "{\"tcbInfo\":{\"nextUpdate\":\"2026-03-20T00:00:00Z\"},\"signature\":\"00\"}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] identity = "{\"enclaveIdentity\":{\"nextUpdate\":\"2026-03-20T00:00:00Z\"},\"signature\":\"00\"}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] list = made.revocationLists().getFirst().getEncoded();
        vendor.serve(
                "/tdx/certification/v4/tcb?fmspc=00906ea10000",
                withHeader("TCB-Info-Issuer-Chain", chain.replace("+", "%20"), body(tcb)));
        vendor.serve(
                "/tdx/certification/v4/qe/identity",
                withHeader("SGX-Enclave-Identity-Issuer-Chain", chain.replace("+", "%20"), body(identity)));
        vendor.serve("/sgx/certification/v4/pckcrl?ca=platform&encoding=der", body(list));
        vendor.serve("/IntelSGXRootCA.der", body(list));

        Gathered gathered = service.gather(Items.tdx("00906ea10000", "platform"));

        assertThat(gathered.problems()).isEmpty();
        assertThat(gathered.collateral().documents(CollateralDocument.Kind.INTEL_TCB_INFO))
                .containsExactly(Bytes.of(tcb));
        assertThat(gathered.collateral().documents(CollateralDocument.Kind.INTEL_QE_IDENTITY))
                .containsExactly(Bytes.of(identity));
        assertThat(gathered.collateral().certificates()).hasSize(2);
        assertThat(gathered.collateral().revocationLists()).hasSize(2);

        vendor.serve("/tdx/certification/v4/qe/identity", body(identity));
        try (CollateralService fresh = service(new MemoryStore(), Duration.ofSeconds(10))) {
            assertThat(fresh.gather(Items.tdx("00906ea10000", "platform")).problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.detail()).contains("SGX-Enclave-Identity-Issuer-Chain"));
        }
    }

    @Test
    void hasWhatAQuoteNeeds() throws Exception {
        TdxForge quote = new TdxForge();
        Evidence evidence = new Evidence(TdxVerifier.FORMAT, quote.document(), quote.binding(), Hash32.ZERO);
        Collateral stated = quote.collateral();
        VendorServer.Answer unknown = status(404);
        String chain = URLEncoder.encode(
                        new String(
                                pem(stated.certificates().toArray(X509Certificate[]::new)), StandardCharsets.US_ASCII),
                        StandardCharsets.US_ASCII)
                .replace("+", "%20");
        for (Item item : Needs.of(evidence, quote.policy())) {
            vendor.serve(
                    item.path(),
                    switch (item.form()) {
                        case TCB_INFO, QE_IDENTITY ->
                            withHeader(
                                    item.chainHeader(),
                                    chain,
                                    body(stated.documents(item.form().kind().orElseThrow())
                                            .getFirst()
                                            .toArray()));
                        case REVOCATION_LIST ->
                            body(stated.revocationLists().stream()
                                    .filter(list -> list.getIssuerX500Principal()
                                                    .getName()
                                                    .contains("Root")
                                            == (item.service() == Service.INTEL_CERTIFICATES))
                                    .findFirst()
                                    .orElseThrow()
                                    .getEncoded());
                        default -> unknown;
                    });
        }

        Gathered gathered = service.gather(evidence, quote.policy());

        assertThat(gathered.problems()).isEmpty();
        assertThat(quote.appraise(
                        quote.document(),
                        new Circumstances(
                                gathered.collateral(), quote.challengedAt, Clock.fixed(TdxForge.NOW, ZoneOffset.UTC))))
                .isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void hasWhatAzureNeedsByItsHardwareAndWhatGoogleNeedsByItsToken() throws Exception {
        AzureForge azure = new AzureForge(HardwareKind.TDX);
        GcpForge named = GcpForge.named();
        GcpForge certified = new GcpForge();

        assertThat(Needs.of(new Evidence("azure-v1", azure.document(), azure.binding(), Hash32.ZERO), azure.policy()))
                .isEqualTo(Needs.of(
                        new Evidence(TdxVerifier.FORMAT, new TdxForge().document(), azure.binding(), Hash32.ZERO),
                        new TdxForge().policy()))
                .isNotEmpty();
        assertThat(Needs.of(
                        new Evidence("gcp-token-v1", named.document(), named.binding(), Hash32.ZERO), named.policy()))
                .containsExactly(Items.confidentialSpaceKeys());
        assertThat(Needs.of(
                        new Evidence("gcp-token-v1", certified.document(), named.binding(), Hash32.ZERO),
                        named.policy()))
                .isEmpty();
    }

    @Test
    void hasWhatAGpuNeedsAndWhatItsReferenceMeasurementsNeedThen() throws Exception {
        GpuForge gpu = new GpuForge();
        gpu.devices = Optional.empty();
        Collateral stated = gpu.collateral();
        Iterator<Bytes> manifests =
                stated.documents(CollateralDocument.Kind.NVIDIA_RIM).iterator();
        for (String id : GpuVerifier.collateralNeeds(gpu.document()).rimIds()) {
            String manifest =
                    Base64.getEncoder().encodeToString(manifests.next().toArray());
            vendor.serve("/v1/rim/" + id, body(Json.write(Map.of("id", id, "rim", manifest))));
        }
        List<Bytes> statuses = stated.documents(CollateralDocument.Kind.OCSP_RESPONSE);
        vendor.serve("/", exchange -> {
            BigInteger asked = serial(new OCSPReq(exchange.getRequestBody().readAllBytes()));
            for (Bytes status : statuses) {
                if (serial(status).equals(asked)) {
                    body(status.toArray()).give(exchange);
                    return;
                }
            }
            status(404).give(exchange);
        });
        Evidence evidence = new Evidence(GpuVerifier.FORMAT, gpu.document(), forge.binding(), Hash32.ZERO);
        AppraisalPolicy policy = new AppraisalPolicy(
                "gpu",
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                List.of(gpu.formatPolicy()),
                Hash32.ZERO);

        Gathered gathered = service.gather(evidence, policy);

        assertThat(gathered.problems()).isEmpty();
        assertThat(gpu.verify(
                        gpu.document(),
                        new Circumstances(
                                gathered.collateral(), GpuForge.NOW, Clock.fixed(GpuForge.NOW, ZoneOffset.UTC))))
                .isInstanceOf(Verification.Authentic.class);
    }

    private static BigInteger serial(OCSPReq request) {
        return request.getRequestList()[0].getCertID().getSerialNumber();
    }

    private static BigInteger serial(Bytes response) throws IOException {
        try {
            BasicOCSPResp basic = (BasicOCSPResp) new OCSPResp(response.toArray()).getResponseObject();
            return basic.getResponses()[0].getCertID().getSerialNumber();
        } catch (OCSPException e) {
            throw new IOException(e);
        }
    }

    @Test
    void namesTheIssuerOfKeysByWhereItAsked() throws Exception {
        byte[] keys = "{\"issuer\":\"https://evil.invalid\",\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
        vendor.serve("/.well-known/jwks.json", body(keys));

        Gathered gathered = service.gather(List.of(Items.nrasKeys()));

        assertThat(gathered.collateral().documents(CollateralDocument.Kind.JSON_WEB_KEYS))
                .singleElement()
                .satisfies(document -> assertThat(new String(document.toArray(), StandardCharsets.UTF_8))
                        .startsWith("{\"issuer\":\"https://nras.attestation.nvidia.com\",\"jwks\":{"));
    }

    @Test
    void unpacksReferenceMeasurementsAndPostsForStatus() throws Exception {
        String rim = Base64.getEncoder().encodeToString("<SoftwareIdentity/>".getBytes(StandardCharsets.UTF_8));
        vendor.serve(
                "/v1/rim/NV_GPU_DRIVER_GH100_550.90.07",
                Bytes.of(("{\"id\":\"x\",\"rim\":\"" + rim + "\"}").getBytes(StandardCharsets.UTF_8)));
        vendor.serve("/", exchange -> {
            assertThat(exchange.getRequestMethod()).isEqualTo("POST");
            body(exchange.getRequestBody().readAllBytes()).give(exchange);
        });

        Gathered gathered = service.gather(List.of(
                Items.rim("NV_GPU_DRIVER_GH100_550.90.07").orElseThrow(),
                Items.ocsp(Bytes.of(new byte[] {1})),
                Items.ocsp(Bytes.of(new byte[] {2}))));

        assertThat(gathered.problems()).isEmpty();
        assertThat(gathered.collateral().documents(CollateralDocument.Kind.NVIDIA_RIM))
                .containsExactly(Bytes.of("<SoftwareIdentity/>".getBytes(StandardCharsets.UTF_8)));
        assertThat(gathered.collateral().documents(CollateralDocument.Kind.OCSP_RESPONSE))
                .containsExactly(Bytes.of(new byte[] {1}), Bytes.of(new byte[] {2}));
    }

    private CollateralService service(CollateralStore store, Duration timeout) {
        Map<Service, URI> bases = new HashMap<>();
        for (Service each : Service.values()) {
            bases.put(each, vendor.address());
        }
        return new CollateralService(
                store, Optional.of(new Fetcher(bases, timeout, clock)), timeout.multipliedBy(2), clock);
    }

    private Evidence evidence() {
        return new Evidence(SnpVerifier.FORMAT, forge.document(), forge.binding(), Hash32.ZERO);
    }

    private EnclaveVerdict verdict(Gathered gathered) throws Exception {
        return forge.appraise(
                forge.document(),
                new Circumstances(
                        gathered.collateral(), forge.challengedAt, Clock.fixed(SnpForge.NOW, ZoneOffset.UTC)));
    }

    private static List<String> codes(EnclaveVerdict verdict) {
        return ((EnclaveVerdict.Contraindicated) verdict)
                .violations().stream().map(Violation::code).toList();
    }

    private static byte[] pem(X509Certificate... certificates) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return pem.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] twice(byte[] content) {
        return Bytes.concat(Bytes.of(content), Bytes.of(content)).toArray();
    }
}
