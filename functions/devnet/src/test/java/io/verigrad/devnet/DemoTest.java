package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.receipt.RecheckOutcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDevnet.class)
class DemoTest {
    @Test
    void paysProvesAndSettlesEveryCall(Devnet devnet) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // What other tests let this payer pay must not settle between the demo's two looks at his balance.
        new Ledger(devnet).balanceAtRest(Accounts.PAYER.address());

        DemoResult result = new Demo(devnet, new DemoPrinter(new PrintStream(out, true, StandardCharsets.UTF_8))).run();

        assertThat(result.ok()).as(out.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(result.calls()).hasSize(DemoCall.all().size() + 1).allMatch(DemoResult.Call::isSettled);
        assertThat(result.calls().getLast().verdict()).contains(RecheckOutcome.IDENTICAL);
        assertThat(result.payer().exactlyOnce()).isTrue();
    }
}
