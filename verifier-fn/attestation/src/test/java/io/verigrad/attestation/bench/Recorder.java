package io.verigrad.attestation.bench;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands before the JDK's own providers of signatures, hands everything on to them and remembers what was verified. */
final class Recorder implements AutoCloseable {
    private static final String NAME = "Recorder";
    private final List<RawCheck> checks = new ArrayList<>();

    Recorder() {
        Security.insertProviderAt(new Recording(), 1);
    }

    List<RawCheck> checks() {
        return List.copyOf(checks);
    }

    @Override
    public void close() {
        Security.removeProvider(NAME);
    }

    private final class Recording extends Provider {
        private static final long serialVersionUID = 1;

        Recording() {
            super(NAME, "1", "remembers what is verified");
            for (Provider provider : Security.getProviders()) {
                for (Service service : provider.getServices()) {
                    if (service.getType().equals("Signature")
                            && getService("Signature", service.getAlgorithm()) == null) {
                        putService(new Recorded(this, service));
                    }
                }
            }
        }
    }

    private final class Recorded extends Provider.Service {
        private final Provider.Service real;

        Recorded(Provider provider, Provider.Service real) {
            super(provider, "Signature", real.getAlgorithm(), Recorder.class.getName(), null, null);
            this.real = real;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return new Tap(real);
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return real.supportsParameter(parameter);
        }
    }

    /** Hands on to the real one. */
    private final class Tap extends SignatureSpi {
        private final Signature real;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private @Nullable PublicKey key;
        private @Nullable AlgorithmParameterSpec parameters;

        Tap(Provider.Service service) throws NoSuchAlgorithmException {
            real = Signature.getInstance(service.getAlgorithm(), service.getProvider());
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            real.initVerify(publicKey);
            key = publicKey;
            message.reset();
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            real.initSign(privateKey);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            real.update(b);
            message.write(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            real.update(bytes, offset, length);
            message.write(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return real.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            checks.add(new RawCheck(
                    real.getAlgorithm(), parameters, Objects.requireNonNull(key), message.toByteArray(), signature));
            message.reset();
            return real.verify(signature);
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
            real.setParameter(spec);
            parameters = spec;
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return real.getParameters();
        }

        @Deprecated
        @Override
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Deprecated
        @Override
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
