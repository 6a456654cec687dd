package io.verigrad.attestation.tdx;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Collateral;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.Fixtures;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads collateral as verifiers of others keep it. */
public final class FixtureCollateral {
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----");

    private FixtureCollateral() {}

    public static Collateral read(String file) throws Exception {
        JsonNode json = Fixtures.json("tdx", file);
        List<Bytes> certificates = new ArrayList<>();
        for (String chain : List.of("tcb_info_issuer_chain", "qe_identity_issuer_chain")) {
            Matcher pem = PEM.matcher(json.path(chain).asText());
            while (pem.find()) {
                certificates.add(Bytes.of(Base64.getMimeDecoder().decode(pem.group(1))));
            }
        }
        List<Bytes> lists = new ArrayList<>();
        for (String list : List.of("pck_crl", "root_ca_crl")) {
            if (json.path(list).isTextual() && !json.path(list).asText().isEmpty()) {
                lists.add(Bytes.parse("0x" + json.path(list).asText()));
            }
        }
        List<CollateralDocument> documents = new ArrayList<>();
        document(json, "tcb_info", "tcbInfo", CollateralDocument.Kind.INTEL_TCB_INFO, documents);
        document(json, "qe_identity", "enclaveIdentity", CollateralDocument.Kind.INTEL_QE_IDENTITY, documents);
        return Collateral.parse(certificates, lists).with(documents);
    }

    private static void document(
            JsonNode json, String name, String member, CollateralDocument.Kind kind, List<CollateralDocument> out) {
        if (json.path(name).isTextual()) {
            String body = "{\"" + member + "\":" + json.path(name).asText() + ",\"signature\":\""
                    + json.path(name + "_signature").asText() + "\"}";
            out.add(new CollateralDocument(kind, Bytes.of(body.getBytes(StandardCharsets.UTF_8))));
        }
    }
}
