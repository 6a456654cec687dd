package io.verigrad.ohttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

/** The complete example of RFC 9458, appendix A: its key has another suite's identifier beside ours. */
class StandardExampleTest {
    private static final byte[] KEY = hex("3c168975674b2fa8e465970b79c8dcf09f1c741626480bd4c6162fc5b6a98e1a");
    private static final byte[] EPHEMERAL = hex("bc51d5e930bda26589890ac7032f70ad12e4ecb37abb1b65b1256c9c48999c73");
    private static final byte[] CONFIG =
            hex("01002031e1f05a740102115220e9af918f738674aec95f54db6e04eb705aae8e79815500080001000100010003");
    private static final byte[] REQUEST = hex("00034745540568747470730b6578616d706c652e636f6d012f");
    private static final byte[] SEALED_REQUEST =
            hex("010020000100014b28f881333e7c164ffc499ad9796f877f4e1051ee6d31bad19dec9"
                    + "6c208b4726374e469135906992e1268c594d2a10c695d858c40a026e7965e7d86b83dd440b2c0185204b4d63525");
    private static final byte[] SEALED_RESPONSE =
            hex("c789e7151fcba46158ca84b04464910d86f9013e404feea014e7be4a441f234f857fbd");

    @Test
    void readsTheKeyConfiguration() throws OhttpException {
        byte[] list = new Writer().unsigned(CONFIG.length, 2).bytes(CONFIG).toArray();
        assertThat(KeyConfig.parseList(list)).isEqualTo(gateway().config());
    }

    @Test
    void opensTheRequest() throws OhttpException {
        byte[] opened = gateway().open(SEALED_REQUEST, Framing.WHOLE).request();
        assertThat(opened).isEqualTo(REQUEST);
        BinaryRequest request = BinaryRequest.parse(opened);
        assertThat(request.method() + " " + request.scheme() + "://" + request.authority() + request.path())
                .isEqualTo("GET https://example.com/");
        assertThat(request.content()).isEmpty();
    }

    @Test
    void sealsTheRequestAndOpensTheResponse() throws OhttpException {
        X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(EPHEMERAL);
        SealedRequest sealed = new RequestSealer(gateway().config())
                .seal(REQUEST, Framing.WHOLE, new AsymmetricCipherKeyPair(ephemeral.generatePublicKey(), ephemeral));
        assertThat(sealed.message()).isEqualTo(SEALED_REQUEST);
        byte[] response = sealed.response().open(SEALED_RESPONSE);
        assertThat(response).isEqualTo(hex("0140c8"));
        assertThat(BinaryResponse.parse(response).status()).isEqualTo(200);
    }

    @Test
    void sealsTheResponse() throws OhttpException {
        byte[] nonce = Arrays.copyOf(SEALED_RESPONSE, 16);
        SecureRandom fixed = new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(nonce, 0, bytes, 0, bytes.length);
            }
        };
        Gateway gateway = new Gateway(1, new X25519PrivateKeyParameters(KEY), fixed);
        assertThat(gateway.open(SEALED_REQUEST, Framing.WHOLE).response().seal(hex("0140c8")))
                .isEqualTo(SEALED_RESPONSE);
    }

    private static Gateway gateway() {
        return new Gateway(1, new X25519PrivateKeyParameters(KEY), new SecureRandom());
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
