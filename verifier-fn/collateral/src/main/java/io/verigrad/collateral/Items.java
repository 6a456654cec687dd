package io.verigrad.collateral;

import io.verigrad.attestation.snp.SnpCollateralNeeds;
import io.verigrad.value.Bytes;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names what each service has, in the words of its interface. */
public final class Items {
    private static final Pattern AWS_PATH = Pattern.compile("/crl/[0-9a-f-]{36}\\.crl");
    private static final Pattern AWS_REGIONAL =
            Pattern.compile("crl-([a-z0-9-]{1,32})-aws-nitro-enclaves\\.s3\\.([a-z0-9-]{1,32})\\.amazonaws\\.com");

    private Items() {}

    /** A list that a Nitro certificate names, empty unless the place is one that AWS has such lists at. */
    public static Optional<Item> nitroList(String place) {
        URI uri;
        try {
            uri = new URI(place);
        } catch (URISyntaxException noAddress) {
            return Optional.empty();
        }
        String path = String.valueOf(uri.getRawPath());
        String host = String.valueOf(uri.getHost());
        boolean plain = uri.getRawQuery() == null && uri.getUserInfo() == null && uri.getPort() == -1;
        if (!plain || !AWS_PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        if (host.equals(Service.AWS_NITRO.base().getHost())) {
            return Optional.of(Item.get(Service.AWS_NITRO, path, Form.REVOCATION_LIST));
        }
        Matcher regional = AWS_REGIONAL.matcher(host);
        if (!regional.matches() || !regional.group(1).equals(regional.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Item(Service.AWS_NITRO_REGION, regional.group(1), path, Form.REVOCATION_LIST, "", Bytes.EMPTY));
        } catch (IllegalArgumentException noRegion) {
            return Optional.empty();
        }
    }

    /** Key, authorities and list for a report of SEV-SNP (AMD 57230, section 4.1). */
    public static List<Item> snp(SnpCollateralNeeds needs) {
        List<Item> items = new ArrayList<>();
        for (String product : needs.products()) {
            String vcek = "/vcek/v1/" + product;
            needs.chipKey()
                    .ifPresent(key -> items.add(Item.get(
                            Service.AMD_KDS,
                            vcek + "/" + key.hardwareId().toString().substring(2) + "?"
                                    + key.levels().entrySet().stream()
                                            .map(level -> level.getKey() + "=" + twoDigits(level))
                                            .collect(Collectors.joining("&")),
                            Form.CERTIFICATE)));
            String authority = needs.fleetKey() ? "/vlek/v1/" + product : vcek;
            if (needs.authorities()) {
                items.add(Item.get(Service.AMD_KDS, authority + "/cert_chain", Form.CERTIFICATES));
            }
            items.add(Item.get(Service.AMD_KDS, authority + "/crl", Form.REVOCATION_LIST));
        }
        return items;
    }

    /**
     * What a quote of TDX needs (Intel PCS API, version 4).
     *
     * @param fmspc 12 hexadecimal digits
     * @param authority {@code platform} or {@code processor}
     */
    public static List<Item> tdx(String fmspc, String authority) {
        require(fmspc.matches("[0-9a-f]{12}"), "fmspc");
        require(authority.equals("platform") || authority.equals("processor"), "authority");
        return List.of(
                new Item(
                        Service.INTEL_PCS,
                        "",
                        "/tdx/certification/v4/tcb?fmspc=" + fmspc,
                        Form.TCB_INFO,
                        "TCB-Info-Issuer-Chain",
                        Bytes.EMPTY),
                new Item(
                        Service.INTEL_PCS,
                        "",
                        "/tdx/certification/v4/qe/identity",
                        Form.QE_IDENTITY,
                        "SGX-Enclave-Identity-Issuer-Chain",
                        Bytes.EMPTY),
                Item.get(
                        Service.INTEL_PCS,
                        "/sgx/certification/v4/pckcrl?ca=" + authority + "&encoding=der",
                        Form.REVOCATION_LIST),
                Item.get(Service.INTEL_CERTIFICATES, "/IntelSGXRootCA.der", Form.REVOCATION_LIST));
    }

    /** Reference measurements by their id, such as {@code NV_GPU_DRIVER_GH100_550.90.07}; empty if it is no such id. */
    public static Optional<Item> rim(String id) {
        return id.matches("[A-Za-z0-9_.-]{1,128}") && !id.contains("..")
                ? Optional.of(Item.get(Service.NVIDIA_RIM, "/v1/rim/" + id, Form.RIM))
                : Optional.empty();
    }

    /** The status of every certificate of a chain, leaf first, that has both an issuer and issued others. */
    static List<Item> status(List<X509Certificate> chain) {
        List<Item> items = new ArrayList<>();
        for (int i = 1; i + 1 < chain.size(); i++) {
            items.add(ocsp(OcspRequests.of(chain.get(i), chain.get(i + 1))));
        }
        return items;
    }

    /** The status of one certificate, by a request of RFC 6960 in DER. */
    public static Item ocsp(Bytes request) {
        require(request.size() > 0 && request.size() <= 1024, "request of 1 to 1024 bytes");
        return new Item(Service.NVIDIA_OCSP, "", "/", Form.OCSP, "", request);
    }

    /** The keys of NVIDIA's tokens. */
    public static Item nrasKeys() {
        return Item.get(Service.NVIDIA_NRAS, "/.well-known/jwks.json", Form.KEYS);
    }

    /** The keys of Confidential Space's tokens; what its discovery document names, without asking it. */
    public static Item confidentialSpaceKeys() {
        return Item.get(
                Service.GOOGLE_KEYS,
                "/service_accounts/v1/metadata/jwk/signer%40confidentialspace-sign.iam.gserviceaccount.com",
                Form.KEYS);
    }

    /** Who signs with the keys that a service gives out. */
    static String issuerOf(Service service) {
        return switch (service) {
            case NVIDIA_NRAS -> "https://nras.attestation.nvidia.com";
            case GOOGLE_KEYS -> "https://confidentialcomputing.googleapis.com";
            case AMD_KDS, AWS_NITRO, AWS_NITRO_REGION, INTEL_PCS, INTEL_CERTIFICATES, NVIDIA_RIM, NVIDIA_OCSP ->
                throw new IllegalArgumentException(service.code() + " gives out no keys of tokens");
        };
    }

    private static String twoDigits(Map.Entry<String, Integer> level) {
        return "%02d".formatted(level.getValue());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("expected a well-formed " + what);
        }
    }
}
