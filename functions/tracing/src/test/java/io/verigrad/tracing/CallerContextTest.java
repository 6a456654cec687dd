package io.verigrad.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void readsTheHeader() {
        assertThat(CallerContext.of("00-" + TRACE + "-" + SPAN + "-01")).hasValue(new CallerContext(TRACE, SPAN, true));
        assertThat(CallerContext.of("00-" + TRACE + "-" + SPAN + "-00"))
                .hasValue(new CallerContext(TRACE, SPAN, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
            })
    void takesNothingElse(String header) {
        assertThat(CallerContext.of(header)).isEmpty();
    }
}
