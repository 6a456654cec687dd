package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What verifying a report needs besides it. Read from a report that nobody verified yet, so good for asking and for nothing
 * else.
 *
 * @param products by their names in AMD's service; more than one if the report does not tell
 * @param fleetKey whether the report is signed by the key of a provider's fleet (VLEK) and not by one chip's (VCEK)
 * @param authorities whether the certificates above the key are missing too
 * @param chipKey the key to ask for, empty if its certificate came with the report, or has no public service (VLEK)
 */
public record SnpCollateralNeeds(
        List<String> products, boolean fleetKey, boolean authorities, Optional<ChipKey> chipKey) {
    private static final Map<String, String> LEVELS =
            Map.of("fmc", "fmcSPL", "bootloader", "blSPL", "tee", "teeSPL", "snp", "snpSPL", "microcode", "ucodeSPL");

    public SnpCollateralNeeds {
        products = List.copyOf(products);
    }

    /**
     * Names the key of one chip at one version.
     *
     * @param hardwareId 64 bytes, of Turin 8
     * @param levels by the names of AMD 57230, section 4.1, such as {@code blSPL}; 0 to 255
     */
    public record ChipKey(Bytes hardwareId, SortedMap<String, Integer> levels) {}

    static SnpCollateralNeeds of(SnpDocument document) {
        SnpReport report = document.report();
        boolean fleet = report.signingKey() == SigningKey.VLEK;
        List<Product> products = products(document);
        boolean hasKey = document.certificates()
                .find(fleet ? CertificateTable.VLEK : CertificateTable.VCEK)
                .isPresent();
        // A chip id of zeros names no chip: the host masked it.
        Optional<ChipKey> key = fleet || hasKey || report.chipId().isZero()
                ? Optional.empty()
                : products.stream().findFirst().flatMap(product -> chipKey(report, product));
        boolean hasAuthorities =
                document.certificates().find(CertificateTable.ASK).isPresent()
                        && document.certificates().find(CertificateTable.ARK).isPresent();
        return new SnpCollateralNeeds(products.stream().map(Product::title).toList(), fleet, !hasAuthorities, key);
    }

    private static List<Product> products(SnpDocument document) {
        SnpReport report = document.report();
        Optional<Product> named = Product.ofProcessor(
                        report.processor().family(), report.processor().model())
                .or(() -> document.certificates()
                        .find(report.signingKey() == SigningKey.VLEK ? CertificateTable.VLEK : CertificateTable.VCEK)
                        .flatMap(key -> Product.ofIssuer(
                                report.signingKey(), io.verigrad.attestation.x509.CommonName.issuer(key))));
        // Reports of version 2 do not name the processor; Turin never made them.
        return named.map(List::of).orElse(List.of(Product.MILAN, Product.GENOA));
    }

    private static Optional<ChipKey> chipKey(SnpReport report, Product product) {
        try {
            SortedMap<String, Integer> levels = new TreeMap<>();
            TcbVersion.parse("reported TCB", product, report.reportedTcb())
                    .components()
                    .forEach((component, level) -> levels.put(LEVELS.getOrDefault(component, component), level));
            return Optional.of(new ChipKey(report.chipId().slice(0, product.hardwareIdSize()), levels));
        } catch (EvidenceFormatException notOfThisProduct) {
            return Optional.empty();
        }
    }
}
