package io.verigrad.runner.paid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Audience audience = new Audience();
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void isThereAsLongAsOneIs() {
        Presence first = new Presence();
        Presence second = new Presence();
        audience.join(first);
        audience.join(second);
        audience.whenGone(ended::incrementAndGet);

        first.leave();
        first.leave();
        assertThat(audience.isGone()).isFalse();
        assertThat(ended).hasValue(0);

        second.leave();
        assertThat(audience.isGone()).isTrue();
        assertThat(ended).hasValue(1);
    }

    @Test
    void endsAtOnceWhatBeginsTooLate() {
        Presence only = new Presence();
        only.leave();
        audience.join(only);

        audience.whenGone(ended::incrementAndGet);

        assertThat(ended).hasValue(1);
    }

    @Test
    void isNotRevivedByWhoComesTooLate() {
        Presence first = new Presence();
        audience.join(first);
        first.leave();
        audience.join(new Presence());

        assertThat(audience.isGone()).isTrue();
    }
}
