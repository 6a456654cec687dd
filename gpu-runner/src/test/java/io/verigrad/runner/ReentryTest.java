package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.SignIn;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Wallets that sign in to get again what they paid for. */
@QuarkusTest
@WithTestResource(StandIns.class)
class ReentryTest extends RunningRunner {
    @Test
    void answersAgainWhoHasPaid() throws Exception {
        HttpResponse<byte[]> paid = pay(INFER, FLOWER);
        payment.calls.clear();

        HttpResponse<byte[]> again = enter(FLOWER, sign(challenge(FLOWER), consumer.key));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(paid.body());
        assertThat(Consumer.receipt(again)).isEqualTo(Consumer.receipt(paid));
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void takesEachSignInOnce() throws Exception {
        pay(INFER, FLOWER);
        SignIn signIn = sign(challenge(FLOWER), consumer.key);

        assertThat(enter(FLOWER, signIn).statusCode()).isEqualTo(200);
        assertRefused(enter(FLOWER, signIn), "invalid_siwx_nonce");
    }

    @Test
    void refusesWhoHasNotPaidForThisRequest() throws Exception {
        pay(INFER, FLOWER);
        String other = FLOWER.replace("6.3", "6.4");

        assertRefused(enter(other, sign(challenge(other), consumer.key)), "siwx_not_paid");
        assertRefused(enter(FLOWER, sign(challenge(FLOWER), PrivateKey.generate(new SecureRandom()))), "siwx_not_paid");
    }

    @Test
    void refusesASignatureOfSomebodyElse() throws Exception {
        pay(INFER, FLOWER);
        SignIn mine = sign(challenge(FLOWER), consumer.key);
        SignIn others = sign(mine.challenge(), PrivateKey.generate(new SecureRandom()));

        assertRefused(
                enter(FLOWER, new SignIn(mine.challenge(), mine.chain(), mine.address(), others.signature())),
                "invalid_siwx_signature");
    }

    @Test
    void refusesChallengesThatAreNotItsOwn() throws Exception {
        pay(INFER, FLOWER);
        SignIn.Challenge own = challenge(FLOWER);

        assertChanged(own, c -> with(c, c.domain(), c.uri(), "0".repeat(64), c.expirationTime()), "invalid_siwx_nonce");
        assertChanged(own, c -> with(c, c.domain(), c.uri(), "x", c.expirationTime()), "invalid_siwx_nonce");
        assertChanged(own, c -> with(c, c.domain(), c.uri(), c.nonce(), "2999-01-01T00:00:00Z"), "invalid_siwx_nonce");
        assertChanged(
                own, c -> with(c, "evil.example", c.uri(), c.nonce(), c.expirationTime()), "invalid_siwx_uri_mismatch");
        assertChanged(
                own,
                c -> with(c, c.domain(), "http://evil.example/x", c.nonce(), c.expirationTime()),
                "invalid_siwx_uri_mismatch");
    }

    @Test
    void refusesWhatIsNoSignIn() throws Exception {
        for (String header : new String[] {"%", "e30=", "bm8=", "W10="}) {
            HttpResponse<byte[]> refused = consumer.post(INFER, FLOWER, SignIn.HEADER, header);

            assertRefused(refused, "invalid_siwx_header");
        }
    }

    private void assertChanged(SignIn.Challenge own, UnaryOperator<SignIn.Challenge> change, String reason)
            throws Exception {
        assertRefused(enter(FLOWER, sign(change.apply(own), consumer.key)), reason);
    }

    private static SignIn.Challenge with(
            SignIn.Challenge own, String domain, String uri, String nonce, String expirationTime) {
        return new SignIn.Challenge(domain, uri, own.statement(), nonce, own.issuedAt(), expirationTime);
    }

    private static void assertRefused(HttpResponse<byte[]> response, String reason) throws Exception {
        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(error(response)).isEqualTo(reason);
    }

    private HttpResponse<byte[]> enter(String body, SignIn signIn) throws Exception {
        return consumer.post(INFER, body, SignIn.HEADER, signIn.toHeader());
    }

    private static SignIn sign(SignIn.Challenge challenge, PrivateKey key) {
        return SignIn.sign(challenge, Network.CHAIN, key);
    }

    private SignIn.Challenge challenge(String body) throws Exception {
        PaymentRequired required = consumer.offer(INFER, body);
        JsonNode info =
                required.extensions().orElseThrow().path(SignIn.EXTENSION).path("info");
        return new SignIn.Challenge(
                info.path("domain").asText(),
                info.path("uri").asText(),
                info.path("statement").asText(),
                info.path("nonce").asText(),
                info.path("issuedAt").asText(),
                info.path("expirationTime").asText());
    }
}
