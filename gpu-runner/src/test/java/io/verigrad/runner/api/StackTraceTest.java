package io.verigrad.runner.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTraceTest {
    @Test
    void tellsThePlaceAndNoMessage() {
        Throwable failure = new IllegalStateException("prompt one", new IllegalArgumentException("prompt two"));

        assertThat(StackTrace.withoutMessages(failure))
                .contains("java.lang.IllegalStateException", "caused by java.lang.IllegalArgumentException")
                .contains("StackTraceTest.tellsThePlaceAndNoMessage")
                .doesNotContain("prompt");
    }
}
