package io.verigrad.client.receipt;

import static io.verigrad.client.TestEnclave.DOMAIN;
import static io.verigrad.client.TestEnclave.ENCLAVE;
import static io.verigrad.client.TestEnclave.NOW;
import static io.verigrad.client.TestEnclave.STRANGER;
import static io.verigrad.client.TestEnclave.changed;
import static io.verigrad.client.TestEnclave.hash;
import static io.verigrad.client.TestEnclave.offer;
import static io.verigrad.client.TestEnclave.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.receipt.ReceiptVerification.Rejected;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiptVerifierTest {
    private static final Hash32 REQUEST =
            ContentHash.request("POST", "/v1/embeddings", "{}".getBytes(StandardCharsets.UTF_8));
    private static final Hash32 RESPONSE = ContentHash.response("[]".getBytes(StandardCharsets.UTF_8));
    private static final Payment PAYMENT = TestEnclave.payment(REQUEST);
    private static final Receipt GOOD = TestEnclave.receipt(PAYMENT, REQUEST, RESPONSE);
    private static final KeyStanding REGISTERED =
            new KeyStanding.Registered(Assurance.WEIGHTS_BOUND, NOW - 10, NOW + 10, OptionalLong.empty());

    /** One wrong thing, and what must be said about it, alone. */
    record Case(ViolationCode code, SignedReceipt receipt, KeyStanding standing) {
        Case(ViolationCode code, SignedReceipt receipt) {
            this(code, receipt, REGISTERED);
        }

        @Override
        public String toString() {
            return code.code();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(ViolationCode.DOMAIN_MISMATCH, inDomainOf(new ChainId(8453))),
                new Case(ViolationCode.SIGNATURE_INVALID, signedBy(STRANGER, GOOD)),
                new Case(ViolationCode.REQUEST_MISMATCH, with("requestHash", hash("another"))),
                new Case(ViolationCode.RESPONSE_MISMATCH, with("responseHash", hash("another"))),
                new Case(ViolationCode.OFFER_HASH_MISMATCH, with("offerHash", hash("another"))),
                new Case(ViolationCode.OFFER_SIGNATURE_INVALID, offeredBy(STRANGER, offer())),
                new Case(ViolationCode.PAYMENT_ID_MISMATCH, with("paymentId", hash("another"))),
                new Case(ViolationCode.PAYER_MISMATCH, with("payer", STRANGER.address())),
                new Case(
                        ViolationCode.PAY_TO_MISMATCH,
                        with("payTo", STRANGER.address(), member("payTo", STRANGER.address()))),
                new Case(
                        ViolationCode.ASSET_MISMATCH,
                        with("asset", STRANGER.address(), member("asset", STRANGER.address()))),
                new Case(ViolationCode.CLIENT_NONCE_MISMATCH, with("clientNonce", Hash32.ZERO)),
                new Case(ViolationCode.SCHEME_MISMATCH, with("scheme", "EXACT_PERMIT2")),
                new Case(
                        ViolationCode.CAP_MISMATCH,
                        signed(changed(
                                GOOD,
                                json -> json.put("cap", "1010")
                                        .put("charge", "1010")
                                        .put("inputUnits", "11")))),
                new Case(ViolationCode.CHARGE_NOT_OFFERED, with("inputUnits", "9")),
                new Case(
                        ViolationCode.CHARGE_NOT_EXACT,
                        signed(changed(GOOD, json -> json.put("charge", "990").put("inputUnits", "9")))),
                new Case(ViolationCode.OFFER_MODEL_MISMATCH, with("modelDigest", hash("another"))),
                new Case(ViolationCode.OFFER_PAY_TO_MISMATCH, withOffer(member("payTo", STRANGER.address()))),
                new Case(ViolationCode.OFFER_ASSET_MISMATCH, withOffer(member("asset", STRANGER.address()))),
                new Case(ViolationCode.OFFER_EXPIRED, withOffer(member("expiresAt", NOW - 1))),
                new Case(ViolationCode.ISSUED_IN_FUTURE, with("issuedAt", NOW + 61), forever()),
                new Case(ViolationCode.ASSURANCE_TOO_LOW, withOffer(member("minAssurance", "WEIGHTS_BOUND"))),
                new Case(ViolationCode.ASSURANCE_TOO_HIGH, with("assurance", "WEIGHTS_BOUND"), unattested()),
                new Case(ViolationCode.KEY_UNKNOWN, signed(GOOD), new KeyStanding.Unknown()),
                new Case(ViolationCode.KEY_NOT_VALID, signed(GOOD), epoch(NOW - 10, NOW)),
                new Case(ViolationCode.KEY_NOT_VALID, signed(GOOD), epoch(NOW + 1, NOW + 10)),
                new Case(
                        ViolationCode.KEY_REVOKED,
                        signed(GOOD),
                        new KeyStanding.Registered(Assurance.WEIGHTS_BOUND, NOW - 10, NOW + 10, OptionalLong.of(NOW))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesWhatIsWrongAndNothingElse(Case wrong) {
        ReceiptVerification verification = verify(wrong.receipt(), wrong.standing());

        assertThat(verification).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.violations()).extracting(Violation::code).containsExactly(wrong.code());
            assertThat(rejected.isAuthentic()).isEqualTo(wrong.code().kind() == ViolationCode.Kind.POLICY);
        });
    }

    @Test
    void everyCodeHasACase() {
        Set<ViolationCode> covered = cases().map(Case::code).collect(Collectors.toSet());

        // About bytes that are no receipt yet, streams and evidence, which this verifier does not see.
        covered.addAll(EnumSet.of(
                ViolationCode.RECEIPT_MISSING,
                ViolationCode.RECEIPT_MALFORMED,
                ViolationCode.STREAM_BROKEN,
                ViolationCode.STREAM_CUT,
                ViolationCode.KEY_NOT_ATTESTED));
        assertThat(covered).containsExactlyInAnyOrder(ViolationCode.values());
    }

    @Test
    void acceptsAGoodReceipt() {
        SignedReceipt good = signed(GOOD);

        assertThat(verify(good, REGISTERED)).isEqualTo(new ReceiptVerification.Verified(good.id()));
        assertThat(verify(good, new KeyStanding.NotAsked())).isEqualTo(new ReceiptVerification.Verified(good.id()));
    }

    @Test
    void acceptsAReceiptOfTimeBeforeItsKeyWasRevoked() {
        KeyStanding revokedSince =
                new KeyStanding.Registered(Assurance.WEIGHTS_BOUND, NOW - 10, NOW + 10, OptionalLong.of(NOW + 1));

        assertThat(verify(signed(GOOD), revokedSince)).isInstanceOf(ReceiptVerification.Verified.class);
    }

    @Test
    void comparesOnlyContentThatIsKnown() {
        SignedReceipt other = with("responseHash", hash("another"));

        assertThat(verifier(Assurance.UNATTESTED).verify(other, Content.UNKNOWN, REGISTERED))
                .isInstanceOf(ReceiptVerification.Verified.class);
    }

    @Test
    void asksForTheLevelThatTheCallerWants() {
        assertThat(verifier(Assurance.ATTESTED_RUNTIME).verify(signed(GOOD), Content.UNKNOWN, REGISTERED))
                .isEqualTo(new Rejected(List.of(new Violation(
                        ViolationCode.ASSURANCE_TOO_LOW, "expected ATTESTED_RUNTIME or higher, found UNATTESTED"))));
    }

    @Test
    void aReceiptOfADryRunIsNotOne() {
        TypedDataDomain test = TypedDataDomain.verigradTest(TestEnclave.CHAIN, TestEnclave.SETTLEMENT);
        SignedReceipt dry = SignedReceipt.sign(GOOD, test, SignedOffer.sign(offer(), test, ENCLAVE), ENCLAVE);

        assertThat(verify(dry, REGISTERED))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.violations())
                                .extracting(Violation::code)
                                .containsExactly(ViolationCode.DOMAIN_MISMATCH, ViolationCode.OFFER_SIGNATURE_INVALID));
    }

    @Test
    void reportsAllThatIsWrong() {
        SignedReceipt wrong = signedBy(
                STRANGER,
                changed(GOOD, json -> json.put("requestHash", hash("x").toString())));

        assertThat(verify(wrong, new KeyStanding.Unknown()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.violations())
                                .extracting(Violation::code)
                                .containsExactly(
                                        ViolationCode.SIGNATURE_INVALID,
                                        ViolationCode.REQUEST_MISMATCH,
                                        ViolationCode.KEY_UNKNOWN));
    }

    private static ReceiptVerification verify(SignedReceipt receipt, KeyStanding standing) {
        return verifier(Assurance.UNATTESTED).verify(receipt, Content.of(REQUEST, RESPONSE), PAYMENT, standing);
    }

    private static ReceiptVerifier verifier(Assurance least) {
        return new ReceiptVerifier(DOMAIN, least, TestEnclave.CLOCK);
    }

    private static SignedReceipt with(String name, Object value) {
        return signed(changed(GOOD, member(name, value)));
    }

    /** A receipt whose offer differs in the same way. */
    private static SignedReceipt with(String name, Object value, Consumer<ObjectNode> offerChange) {
        Offer offer = changed(offer(), offerChange);
        Receipt receipt = changed(GOOD, member(name, value).andThen(member("offerHash", offer.structHash())));
        return SignedReceipt.sign(receipt, DOMAIN, SignedOffer.sign(offer, DOMAIN, ENCLAVE), ENCLAVE);
    }

    private static SignedReceipt withOffer(Consumer<ObjectNode> change) {
        Offer offer = changed(offer(), change);
        Receipt receipt = changed(GOOD, member("offerHash", offer.structHash()));
        return SignedReceipt.sign(receipt, DOMAIN, SignedOffer.sign(offer, DOMAIN, ENCLAVE), ENCLAVE);
    }

    private static SignedReceipt signedBy(PrivateKey key, Receipt receipt) {
        return SignedReceipt.sign(receipt, DOMAIN, SignedOffer.sign(offer(), DOMAIN, ENCLAVE), key);
    }

    private static SignedReceipt offeredBy(PrivateKey key, Offer offer) {
        return SignedReceipt.sign(GOOD, DOMAIN, SignedOffer.sign(offer, DOMAIN, key), ENCLAVE);
    }

    /** Signed well for another chain, with an offer for ours. */
    private static SignedReceipt inDomainOf(ChainId chain) {
        TypedDataDomain other = TypedDataDomain.verigrad(chain, TestEnclave.SETTLEMENT);
        return SignedReceipt.sign(GOOD, other, SignedOffer.sign(offer(), DOMAIN, ENCLAVE), ENCLAVE);
    }

    private static KeyStanding epoch(long from, long until) {
        return new KeyStanding.Registered(Assurance.WEIGHTS_BOUND, from, until, OptionalLong.empty());
    }

    private static KeyStanding forever() {
        return epoch(0, NOW + 1_000);
    }

    private static KeyStanding unattested() {
        return new KeyStanding.Registered(Assurance.UNATTESTED, NOW - 10, NOW + 10, OptionalLong.empty());
    }

    private static Consumer<ObjectNode> member(String name, Object value) {
        return json -> json.put(name, value.toString());
    }
}
