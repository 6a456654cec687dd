package io.verigrad.attestation.tdx;

import static io.verigrad.attestation.software.EvidenceForge.filled;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes statements as Intel's service serves them, as good or as bad as a test sets. */
public final class Statements {
    static final Bytes MODEL = Bytes.parse("0x90c06f000000");
    static final Bytes MR_SIGNER = filled(32, 0x0d);
    static final int[] SGX = {3, 3, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0};
    static final int[] TDX = {5, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private static final Instant ISSUED =
            TdxForge.NOW.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(5));

    public Consumer<ObjectNode> info = i -> {};
    public Consumer<ObjectNode> identity = i -> {};
    public UnaryOperator<String> infoBody = b -> b;
    public UnaryOperator<String> identityBody = b -> b;

    Bytes info(UnaryOperator<Bytes> signer) {
        ObjectNode info = dated("TDX", 3);
        info.put("fmspc", hex(MODEL)).put("pceId", "0000").put("tcbType", 0);
        info.putObject("tdxModule")
                .put("mrsigner", "00".repeat(48))
                .put("attributes", "00".repeat(8))
                .put("attributesMask", "FF".repeat(8));
        ObjectNode module = info.putArray("tdxModuleIdentities").addObject();
        module.put("id", "TDX_01")
                .put("mrsigner", "00".repeat(48))
                .put("attributes", "00".repeat(8))
                .put("attributesMask", "FF".repeat(8));
        enclaveLevel(module.putArray("tcbLevels"), 6, "UpToDate");
        enclaveLevel(module.withArray("tcbLevels"), 4, "OutOfDate", "INTEL-SA-01036");
        ArrayNode levels = info.putArray("tcbLevels");
        level(levels, SGX, 13, TDX, "UpToDate");
        level(
                levels,
                new int[] {2, 2, 2, 2, 3, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0},
                5,
                TDX,
                "OutOfDate",
                "INTEL-SA-00837");
        this.info.accept(info);
        return body("tcbInfo", info, signer, infoBody);
    }

    Bytes identity(UnaryOperator<Bytes> signer) {
        ObjectNode identity = dated("TD_QE", 2);
        identity.put("miscselect", "00000000")
                .put("miscselectMask", "FFFFFFFF")
                .put("attributes", "11" + "00".repeat(15))
                .put("attributesMask", "FBFFFFFFFFFFFFFF0000000000000000")
                .put("mrsigner", hex(MR_SIGNER))
                .put("isvprodid", 2);
        enclaveLevel(identity.putArray("tcbLevels"), 4, "UpToDate");
        this.identity.accept(identity);
        return body("enclaveIdentity", identity, signer, identityBody);
    }

    static void enclaveLevel(ArrayNode levels, int svn, String status, String... advisories) {
        ObjectNode level = levels.addObject();
        level.putObject("tcb").put("isvsvn", svn);
        status(level, status, advisories);
    }

    static void level(ArrayNode levels, int[] sgx, int pceSvn, int[] tdx, String status, String... advisories) {
        ObjectNode level = levels.addObject();
        ObjectNode tcb = level.putObject("tcb");
        for (int svn : sgx) {
            tcb.withArray("sgxtcbcomponents").addObject().put("svn", svn);
        }
        for (int svn : tdx) {
            tcb.withArray("tdxtcbcomponents").addObject().put("svn", svn);
        }
        tcb.put("pcesvn", pceSvn);
        status(level, status, advisories);
    }

    private static void status(ObjectNode level, String status, String... advisories) {
        level.put("tcbDate", "2024-11-13T00:00:00Z").put("tcbStatus", status);
        for (String advisory : advisories) {
            level.withArray("advisoryIDs").add(advisory);
        }
    }

    private static ObjectNode dated(String id, int version) {
        return Json.mapper()
                .createObjectNode()
                .put("id", id)
                .put("version", version)
                .put("issueDate", ISSUED.toString())
                .put("nextUpdate", ISSUED.plus(Duration.ofDays(30)).toString())
                .put("tcbEvaluationDataNumber", 18);
    }

    private static Bytes body(
            String member, ObjectNode statement, UnaryOperator<Bytes> signer, UnaryOperator<String> change) {
        byte[] json = Json.write(statement);
        String body = "{\"" + member + "\":" + new String(json, StandardCharsets.UTF_8) + ",\"signature\":\""
                + hex(signer.apply(Bytes.of(json))) + "\"}";
        return Bytes.of(change.apply(body).getBytes(StandardCharsets.UTF_8));
    }

    static String hex(Bytes bytes) {
        return bytes.toString().substring(2).toUpperCase(Locale.ROOT);
    }
}
