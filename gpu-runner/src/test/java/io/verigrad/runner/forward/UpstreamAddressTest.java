package io.verigrad.runner.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "ff02::1",
                "2002:a00:1::",
                "2001:0:a00:1::",
                "2001:db8::1"
            })
    void refusesAddressesThatAreNotOfTheOpenInternet(String address) throws Exception {
        assertThat(UpstreamAddress.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:4860:4860::8888"
            })
    void takesPublicAddresses(String address) throws Exception {
        assertThat(UpstreamAddress.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void refusesAnUpstreamWhoseNameLeadsToAPrivateAddress() {
        Upstream upstream = upstream("https://127.0.0.1/v1", false);
        assertThatThrownBy(() -> UpstreamAddress.resolve(upstream))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("private address");
    }

    @Test
    void wantsTlsOutsideOfDevelopment() {
        assertThatThrownBy(() -> upstream("http://api.example.com/v1", false)).hasMessageContaining("expected https");
        assertThatThrownBy(() -> upstream("https://key@api.example.com/v1", false))
                .hasMessageContaining("without query and credentials");
        assertThat(upstream("http://127.0.0.1:1/v1", true).path("/chat/completions"))
                .isEqualTo("/v1/chat/completions");
    }

    private static Upstream upstream(String url, boolean allowPrivate) {
        return new Upstream(
                "test", URI.create(url), Optional.empty(), Optional.empty(), allowPrivate, Duration.ofSeconds(2), 100);
    }
}
