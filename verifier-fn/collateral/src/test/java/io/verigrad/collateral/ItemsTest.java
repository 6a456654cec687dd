package io.verigrad.collateral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsTest {
    private static final String LIST = "/crl/ab4960cc-7d63-42bd-9e9f-59338cb67f84.crl";

    @Test
    void knowsThePlacesOfAws() {
        assertThat(Items.nitroList("http://aws-nitro-enclaves-crl.s3.amazonaws.com" + LIST))
                .hasValueSatisfying(item -> {
                    assertThat(item.service()).isEqualTo(Service.AWS_NITRO);
                    assertThat(item.path()).isEqualTo(LIST);
                });
        assertThat(Items.nitroList("http://crl-us-east-1-aws-nitro-enclaves.s3.us-east-1.amazonaws.com" + LIST))
                .hasValueSatisfying(item -> {
                    assertThat(item.service()).isEqualTo(Service.AWS_NITRO_REGION);
                    assertThat(item.region()).isEqualTo("us-east-1");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://127.0.0.1" + LIST,
                "http://evil.invalid" + LIST,
                "http://aws-nitro-enclaves-crl.s3.amazonaws.com:8080" + LIST,
                "http://evil@aws-nitro-enclaves-crl.s3.amazonaws.com" + LIST,
                "http://aws-nitro-enclaves-crl.s3.amazonaws.com.evil.invalid" + LIST,
                "http://aws-nitro-enclaves-crl.s3.amazonaws.com/crl/../../x.crl",
                "http://aws-nitro-enclaves-crl.s3.amazonaws.com" + LIST + "?a=b",
                "http://crl-us-east-1-aws-nitro-enclaves.s3.eu-west-1.amazonaws.com" + LIST,
                "http://crl-evil-aws-nitro-enclaves.s3.evil.amazonaws.com" + LIST,
                "file:///etc/passwd",
                "not a place"
            })
    void goesNowhereElseForEvidence(String place) {
        assertThat(Items.nitroList(place)).isEmpty();
    }

    @Test
    void asksForTheKeyOfOneChipAtOneVersion() throws Exception {
        SnpForge forge = new SnpForge();
        forge.withTable = false;

        assertThat(Items.snp(SnpVerifier.collateralNeeds(forge.document())).stream()
                        .map(Item::key))
                .containsExactly(
                        "amd-kds/vcek/v1/Milan/" + "61".repeat(64) + "?blSPL=04&snpSPL=24&teeSPL=00&ucodeSPL=219",
                        "amd-kds/vcek/v1/Milan/cert_chain",
                        "amd-kds/vcek/v1/Milan/crl");
    }

    @Test
    void asksForTurinByEightBytesAndOneLevelMore() throws Exception {
        SnpForge forge = SnpForge.turin();
        forge.withTable = false;

        assertThat(Items.snp(SnpVerifier.collateralNeeds(forge.document()))
                        .getFirst()
                        .key())
                .isEqualTo("amd-kds/vcek/v1/Turin/" + "62".repeat(8)
                        + "?blSPL=04&fmcSPL=01&snpSPL=24&teeSPL=00&ucodeSPL=219");
    }

    @Test
    void asksForNoKeyThatCameWithTheReportOrHasNoPublicService() throws Exception {
        SnpForge fleet = SnpForge.vlek();
        fleet.withTable = false;

        assertThat(Items.snp(SnpVerifier.collateralNeeds(new SnpForge().document())).stream()
                        .map(Item::key))
                .containsExactly("amd-kds/vcek/v1/Milan/crl");
        assertThat(Items.snp(SnpVerifier.collateralNeeds(fleet.document())).stream()
                        .map(Item::key))
                .containsExactly("amd-kds/vlek/v1/Milan/cert_chain", "amd-kds/vlek/v1/Milan/crl");
    }

    @Test
    void readsPlacesOutOfADocument() throws Exception {
        assertThat(NitroVerifier.collateralNeeds(new io.verigrad.attestation.nitro.NitroForge().document()))
                .containsExactlyInAnyOrder("http://crl.invalid/regional.crl", "http://crl.invalid/zonal.crl");
    }

    @Test
    void buildsNoPathOutOfStrangeWords() {
        assertThatIllegalArgumentException().isThrownBy(() -> Items.tdx("../../../x", "platform"));
        assertThatIllegalArgumentException().isThrownBy(() -> Items.tdx("00906ea10000", "evil"));
        assertThat(Items.rim("..%2f")).isEmpty();
        assertThat(Items.rim("a/b")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Items.ocsp(Bytes.EMPTY));
    }
}
