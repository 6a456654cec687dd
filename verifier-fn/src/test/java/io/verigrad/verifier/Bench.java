package io.verigrad.verifier;

import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.chain.Chain;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.ledger.Payment;
import io.verigrad.ledger.Payments;
import io.verigrad.verifier.config.Validator;
import io.verigrad.verifier.enclave.Challenge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/** What the tests have at hand beside the functions: ledger, chain, bus, and the files of the validator. */
@ApplicationScoped
class Bench {
    @Inject
    @Connector("smallrye-in-memory")
    InMemoryConnector connector;

    @Inject
    Payments payments;

    @Inject
    Validator validator;

    @Inject
    VerifiedChain chain;

    @ConfigProperty(name = "test.jdbc-url")
    String jdbcUrl;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @ConfigProperty(name = "test.root-file")
    Path rootFile;

    /** Has the key of the enclave registered on the chain, once for all tests. */
    synchronized void registerEnclave(Functions functions) throws Exception {
        if (chain().keyEpoch(Keys.ENCLAVE.address()).isEmpty()) {
            Challenge challenge = functions.challenge();
            Enclave.register(functions.appraise(enclave(), challenge), challenge, chain());
        }
    }

    /** Runs statements on the database while {@code action} does its part, and undoes them. */
    void withDatabase(String change, String undo, Action action) throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, username, password)) {
            connection.createStatement().execute(change);
            try {
                action.run();
            } finally {
                connection.createStatement().execute(undo);
            }
        }
    }

    /** What a test does meanwhile. */
    interface Action {
        void run() throws Exception;
    }

    Bus bus() {
        return new Bus(connector);
    }

    Payments payments() {
        return payments;
    }

    Validator validator() {
        return validator;
    }

    Chain chain() throws Exception {
        return chain.get();
    }

    Enclave enclave() throws Exception {
        return new Enclave(root(), Keys.MEASUREMENT.bytes());
    }

    SoftwareRoot root() throws Exception {
        return SoftwareRoot.parse(Files.readString(rootFile));
    }

    ServedCall call(Consumer<ServedCall> defect) {
        ServedCall call = new ServedCall(validator.settlementDomain());
        defect.accept(call);
        return call;
    }

    ServedCall reserved(Consumer<ServedCall> defect) {
        ServedCall call = call(defect);
        payments.reserve(call.reservation()).await().indefinitely();
        return call;
    }

    Payment payment(ServedCall call) {
        return payments.find(call.paymentId()).await().indefinitely().orElseThrow();
    }
}
