package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.ledger.testing.DatabaseResource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every member of every object that the facilitator reads, damaged in every way, over HTTP: what is malformed is answered
 * 400 with a reason, what is not is judged, and nothing is an error of ours.
 */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class MalformedMemberTest extends PaymentFnTest {
    private static final int AT_ONCE = 8;

    /** One question, and whether it is malformed. */
    private record Case(String name, String body, boolean isMalformed) {}

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "permit2", "upto", "deposit", "voucher", "claim", "payout", "refund"})
    void answersEveryDamageClearly(String form) throws Exception {
        List<Case> cases = cases(form);
        assertThat(cases).hasSizeGreaterThan(40);

        List<Callable<List<String>>> parts = new ArrayList<>();
        for (int part = 0; part < AT_ONCE; part++) {
            int first = part;
            parts.add(() -> {
                List<String> wrong = new ArrayList<>();
                for (int i = first; i < cases.size(); i += AT_ONCE) {
                    wrong.addAll(problems(cases.get(i)));
                }
                return wrong;
            });
        }

        assertThat(atOnce(parts).stream().flatMap(List::stream)).isEmpty();
    }

    private List<String> problems(Case one) {
        return Stream.of(
                        problem("verify", one, "isValid", "invalidReason"),
                        problem("settle", one, "success", "errorReason"))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> problem(String path, Case one, String good, String reason) {
        Answer answer = post(path, one.body());
        boolean isClear = answer.status() == (one.isMalformed() ? 400 : 200)
                && answer.json().path(good).isBoolean()
                && !answer.json().path(good).asBoolean()
                && answer.member(reason).matches("[a-z0-9_]+")
                && answer.text().length() < 2_000
                && !answer.text().matches("(?s).*(Exception|io\\.verigrad|com\\.fasterxml|java\\.).*");
        return isClear
                ? Optional.empty()
                : Optional.of("%s, %s: %d %s".formatted(one.name(), path, answer.status(), answer.text()));
    }

    private static List<Case> cases(String form) {
        JsonNode body = body(form);
        List<Case> cases = new ArrayList<>();
        for (String place : Damage.places(body)) {
            // The terms are the same whatever pays.
            boolean isPayload = place.startsWith("/paymentPayload/payload");
            if (!isPayload && !form.equals("v1") && !form.equals("v2")) {
                continue;
            }
            MemberKind kind = kind(form, place);
            for (Damage damage : kind.damages()) {
                cases.add(new Case(
                        form + " " + place + ' ' + damage,
                        damage.of(body, place),
                        kind.isHarmed(damage) && !isLeftOut(form, name(place), damage)));
            }
        }
        return cases;
    }

    /** Everything that can be there, signed, of a payer who has nothing. */
    private static JsonNode body(String form) {
        PayloadRow row =
                new PayloadRow("", form, Json.mapper().createObjectNode(), 200, Optional.empty(), Optional.empty());
        String text = new PayloadForm(key(), key(), Clock.systemUTC()).body(row);
        ObjectNode body;
        try {
            body = Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), ObjectNode.class);
        } catch (io.verigrad.json.MalformedJsonException e) {
            throw new AssertionError(text, e);
        }
        if (form.equals("v2")) {
            ObjectNode payment = (ObjectNode) body.path("paymentPayload");
            payment.putObject("resource")
                    .put("url", "https://example.org")
                    .put("description", "d")
                    .put("mimeType", "text/plain");
            payment.putObject("extensions")
                    .putObject("bazaar")
                    .putObject("info")
                    .putObject("input")
                    .put("type", "http");
        }
        return body;
    }

    private static String name(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }

    /** Whether the damage leaves a member out that may be left out: what it leads to is another matter. */
    private static boolean isLeftOut(String form, String name, Damage damage) {
        boolean isGone = damage == Damage.REMOVED || damage == Damage.NULL;
        return switch (name) {
            case "facilitator", "erc3009Authorization" -> isGone;
            case "authorization" -> form.equals("deposit") && damage == Damage.OBJECT;
            case "amount", "claims", "refundNonce" -> form.equals("refund") && isGone;
            case "0" -> damage == Damage.REMOVED;
            default -> false;
        };
    }

    private static MemberKind kind(String form, String place) {
        String name = name(place);
        if (place.startsWith("/paymentPayload/payload/")) {
            return payloadKind(form, place, name);
        }
        if (place.contains("/extensions/") || place.contains("/extra/")) {
            return MemberKind.OPEN;
        }
        if (place.startsWith("/paymentPayload/resource/")) {
            return name.equals("url") ? MemberKind.TEXT : MemberKind.OPTIONAL_TEXT;
        }
        return switch (name) {
            case "x402Version" -> place.equals("/x402Version") ? MemberKind.OPTIONAL : MemberKind.CONTAINER;
            case "extra", "extensions" -> MemberKind.OPTIONAL_CONTAINER;
            case "resource" -> form.equals("v1") ? MemberKind.OPEN : MemberKind.OPTIONAL;
            case "description" -> MemberKind.OPEN;
            case "maxTimeoutSeconds" -> MemberKind.SECONDS;
            case "scheme" -> MemberKind.TEXT;
            case "amount", "maxAmountRequired" -> MemberKind.AMOUNT;
            case "asset", "payTo" -> MemberKind.HEX;
            default -> MemberKind.CONTAINER;
        };
    }

    private static MemberKind payloadKind(String form, String place, String name) {
        return switch (name) {
            case "value",
                    "validAfter",
                    "validBefore",
                    "deadline",
                    "amount",
                    "withdrawDelay",
                    "maxClaimableAmount",
                    "totalClaimed",
                    "refundNonce" -> MemberKind.UINT;
            case "nonce" -> form.equals("permit2") || form.equals("upto") ? MemberKind.UINT : MemberKind.HEX;
            case "salt" -> place.contains("erc3009") ? MemberKind.UINT : MemberKind.HEX;
            case "claims" -> MemberKind.CLAIMS;
            default -> place.contains("uthorizerSignature") ? MemberKind.OPTIONAL : MemberKind.HEX;
        };
    }

    private static PrivateKey key() {
        return PrivateKey.parse(fresh().toString());
    }
}
