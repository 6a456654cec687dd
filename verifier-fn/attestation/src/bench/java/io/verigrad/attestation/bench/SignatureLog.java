package io.verigrad.attestation.bench;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
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

/**
 * A security provider that stands before all others, does nothing itself, and writes down each signature that is checked:
 * so the raw cost of a verification is that of exactly the signatures that it checks, checked by the JDK alone.
 */
final class SignatureLog extends Provider {
    private static final long serialVersionUID = 1;
    private static final List<Check> CHECKS = new ArrayList<>();

    /** One signature that was checked. */
    record Check(String algorithm, AlgorithmParameterSpec parameters, PublicKey key, byte[] message, byte[] signature) {
        boolean verify() {
            try {
                Signature verifier = Signature.getInstance(algorithm);
                verifier.initVerify(key);
                if (parameters != null) {
                    verifier.setParameter(parameters);
                }
                verifier.update(message);
                return verifier.verify(signature);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Something that checks signatures. */
    interface Verification {
        void run() throws Exception;
    }

    private SignatureLog() {
        super("SignatureLog", "1", "writes down what is checked");
        for (Provider provider : Security.getProviders()) {
            for (Service service : provider.getServices()) {
                String name = "Signature." + service.getAlgorithm();
                if (service.getType().equals("Signature") && !containsKey(name)) {
                    putService(new Logging(this, service));
                }
            }
        }
    }

    /** The signatures that {@code verification} checks. */
    static synchronized List<Check> of(Verification verification) {
        CHECKS.clear();
        SignatureLog log = new SignatureLog();
        Security.insertProviderAt(log, 1);
        try {
            verification.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            Security.removeProvider(log.getName());
        }
        return List.copyOf(CHECKS);
    }

    private static final class Logging extends Service {
        private final Service behind;

        Logging(Provider log, Service behind) {
            super(log, "Signature", behind.getAlgorithm(), Spi.class.getName(), null, null);
            this.behind = behind;
        }

        @Override
        public Object newInstance(Object parameter) throws java.security.NoSuchAlgorithmException {
            return new Spi(Signature.getInstance(behind.getAlgorithm(), behind.getProvider()));
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return true;
        }
    }

    private static final class Spi extends SignatureSpi {
        private final Signature behind;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private PublicKey key;
        private AlgorithmParameterSpec parameters;

        Spi(Signature behind) {
            this.behind = behind;
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            key = publicKey;
            message.reset();
            behind.initVerify(publicKey);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            message.write(b);
            behind.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            message.write(bytes, offset, length);
            behind.update(bytes, offset, length);
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            CHECKS.add(new Check(behind.getAlgorithm(), parameters, key, message.toByteArray(), signature.clone()));
            message.reset();
            return behind.verify(signature);
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec given) throws InvalidAlgorithmParameterException {
            parameters = given;
            behind.setParameter(given);
        }

        @Override
        protected java.security.AlgorithmParameters engineGetParameters() {
            return behind.getParameters();
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            behind.initSign(privateKey);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return behind.sign();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
