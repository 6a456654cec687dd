package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.verigrad.runner.bus.SwitchableBus;
import io.verigrad.runner.standin.PaymentStandIn;
import io.verigrad.x402.PaymentHeader;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The runner over HTTP; payment, verifier, settlement and bus are loopback stand-ins. All its tests share one start. */
abstract class RunningRunner {
    static final String EMBEDDINGS = "/v1/embeddings";
    static final String INFER = "/v2/models/iris/infer";
    static final String FLOWER =
            "{\"id\":\"f-1\",\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\","
                    + "\"data\":[6.3,3.3,6.0,2.5]}]}";
    /** Stands in every prompt of this class, so that a log line that repeats one is found. */
    static final String SECRET = "xylophone4711";

    private static LogCapture log;

    @TestHTTPResource
    URI base;

    PaymentStandIn payment;

    @Inject
    SwitchableBus bus;

    @Inject
    @Any
    InMemoryConnector connector;

    Consumer consumer;

    @BeforeAll
    static void listen() {
        log = new LogCapture();
    }

    @AfterAll
    static void promptsAndAnswersNeverReachTheLog() {
        log.close();
        assertThat(log.lines())
                .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).contains(SECRET));
    }

    @BeforeEach
    void ready() throws Exception {
        consumer = new Consumer(base);
        for (int i = 0; i < 600 && consumer.get("/v2/health/ready").statusCode() != 200; i++) {
            Thread.sleep(50);
        }
        payment.reset();
        bus.bringUp();
        sink().clear();
    }

    static String hello() {
        return "{\"model\":\"all-minilm-l6-v2\",\"input\":\"hello " + SECRET + "\"}";
    }

    HttpResponse<byte[]> pay(String path, String body) throws Exception {
        String payable = path.equals(EMBEDDINGS) ? hello() : FLOWER;
        return consumer.post(path, body, "PAYMENT-SIGNATURE", consumer.payment(path, payable));
    }

    static String error(HttpResponse<byte[]> response) throws Exception {
        return PaymentHeader.required(
                        response.headers().firstValue("PAYMENT-REQUIRED").orElseThrow())
                .error()
                .orElseThrow();
    }

    InMemorySink<byte[]> sink() {
        return connector.sink("attested-out");
    }
}
