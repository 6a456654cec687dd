package io.verigrad.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is published is what the schemas beside the events promise to whoever reads the bus. */
class EventSchemasTest {
    private static final PrivateKey KEY =
            PrivateKey.parse("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");
    private static final TypedDataDomain DOMAIN = TypedDataDomain.verigrad(new ChainId(84532), address(9));

    private final JsonSchema attested = schema("inference.attested.v1");
    private final JsonSchema appraised = schema("inference.appraised.v1");

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void describesAReceiptOfEveryScheme(Scheme scheme) throws IOException {
        assertThat(problems(attested, event(receipt(scheme, Finish.COMPLETE, Assurance.UNATTESTED))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Finish.class)
    void describesAReceiptOfEveryEnd(Finish finish) throws IOException {
        assertThat(problems(attested, event(receipt(Scheme.UPTO, finish, Assurance.WEIGHTS_BOUND))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(InferenceAppraised.Status.class)
    void describesEveryVerdict(InferenceAppraised.Status status) throws IOException {
        List<String> reasons = status == InferenceAppraised.Status.AFFIRMING ? List.of() : List.of("bad_signature");

        assertThat(problems(appraised, json(new InferenceAppraised(Hash32.ZERO, Hash32.ZERO, status, reasons))))
                .isEmpty();
    }

    @Test
    void refusesWhatAnEventIsNot() throws IOException {
        ObjectNode good = event(receipt(Scheme.UPTO, Finish.LENGTH, Assurance.UNATTESTED));
        ObjectNode numbers = good.deepCopy();
        ((ObjectNode) numbers.at("/receipt/receipt")).put("charge", 5);
        ObjectNode prompt = good.deepCopy();
        prompt.put("prompt", "what nobody but the enclave may read");
        ObjectNode unsigned = good.deepCopy();
        ((ObjectNode) unsigned.get("receipt")).remove("signature");
        ObjectNode level = good.deepCopy();
        ((ObjectNode) level.at("/receipt/receipt")).put("assurance", "PROVEN");

        assertThat(List.of(numbers, prompt, unsigned, level))
                .allSatisfy(event -> assertThat(problems(attested, event)).isNotEmpty());
    }

    @Test
    void refusesAVerdictWhoseReasonsContradictIt() throws IOException {
        ObjectNode verdict = json(new InferenceAppraised(
                Hash32.ZERO, Hash32.ZERO, InferenceAppraised.Status.CONTRAINDICATED, List.of("late")));
        verdict.put("status", "AFFIRMING");

        assertThat(problems(appraised, verdict)).isNotEmpty();
    }

    @Test
    void namesEveryMemberOfAnEvent() throws IOException {
        JsonNode event = event(receipt(Scheme.UPTO, Finish.LENGTH, Assurance.UNATTESTED));

        for (String path : List.of("/receipt", "/receipt/receipt", "/receipt/offer", "/receipt/domain")) {
            List<String> members = new ArrayList<>();
            event.at(path).fieldNames().forEachRemaining(members::add);
            for (String member : members) {
                ObjectNode without = event.deepCopy();
                ((ObjectNode) without.at(path)).remove(member);
                assertThat(problems(attested, without))
                        .as(path + " without " + member)
                        .isNotEmpty();
            }
        }
    }

    private static Receipt receipt(Scheme scheme, Finish finish, Assurance assurance) {
        return new Receipt(
                hash(1),
                hash(2),
                hash(3),
                hash(4),
                hash(5),
                offer().structHash(),
                hash(7),
                Hash32.ZERO,
                address(1),
                address(2),
                address(3),
                KEY.address(),
                new TokenAmount(BigInteger.TWO.pow(128).subtract(BigInteger.ONE)),
                TokenAmount.of(250),
                4,
                1,
                1,
                1_900_000_000,
                scheme,
                finish,
                assurance);
    }

    private static Offer offer() {
        return new Offer(
                hash(3),
                address(2),
                address(3),
                TokenAmount.of(250),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                1_900_003_600);
    }

    private static ObjectNode event(Receipt receipt) throws IOException {
        SignedOffer offer = new SignedOffer(offer(), KEY.sign(DOMAIN.digest(offer().structHash())));
        return json(new InferenceAttested(SignedReceipt.sign(receipt, DOMAIN, offer, KEY)));
    }

    private static ObjectNode json(Object event) throws IOException {
        return (ObjectNode) Json.mapper().readTree(Json.write(event));
    }

    private static List<String> problems(JsonSchema schema, JsonNode event) {
        return schema.validate(event).stream().map(Object::toString).toList();
    }

    private static Hash32 hash(int value) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) value;
        return Hash32.of(bytes);
    }

    private static Address address(int value) {
        byte[] bytes = new byte[20];
        bytes[19] = (byte) value;
        return Address.parse(Bytes.of(bytes).toString());
    }

    private static JsonSchema schema(String name) {
        try (InputStream file = InferenceAttested.class.getResourceAsStream(name + ".schema.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
