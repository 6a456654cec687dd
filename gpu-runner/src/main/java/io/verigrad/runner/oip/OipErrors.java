package io.verigrad.runner.oip;

import io.verigrad.json.Json;
import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.Problem;
import java.util.Map;

/** Errors as the protocol has them: {@code {"error": "..."}}. */
final class OipErrors implements ErrorFormat {
    @Override
    public byte[] write(Problem problem) {
        return Json.write(Map.of("error", problem.message()));
    }
}
