package io.verigrad.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Hash32;
import org.junit.jupiter.api.Test;

class EndorsementsTest {
    private static final Hash32 ROOT = Keys.hash("root");

    @Test
    void keepsEveryGroupOfThoseThatAgreeTheLargestFirst() {
        Appraisal lonely = new Appraisal(ROOT, 1, Keys.hash("a policy"), 1);
        Appraisal shared = new Appraisal(ROOT, 1, Keys.hash("another policy"), 1);
        Endorsements.Builder builder = new Endorsements.Builder();
        builder.add(lonely, by(Keys.ADMIN));
        builder.add(lonely, by(Keys.ADMIN));
        builder.add(shared, by(Keys.VALIDATORS.get(0)));
        builder.add(shared, by(Keys.VALIDATORS.get(1)));

        assertThat(builder.build().agreed())
                .extracting(Endorsements.Agreed::appraisal)
                .containsExactly(shared, lonely);
    }

    private static Endorsement by(PrivateKey validator) {
        return new Endorsement(validator.address(), validator.sign(ROOT));
    }
}
