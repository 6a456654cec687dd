package io.verigrad.runner.api;

import java.util.Optional;

/**
 * Why a request got no answer, before it is put into the words of an API.
 *
 * @param status the HTTP status
 * @param code stable, for programs
 * @param parameter the member of the request that is at fault
 */
public record Problem(int status, String code, String message, Optional<String> parameter) {
    public static Problem of(int status, String code, String message) {
        return new Problem(status, code, message, Optional.empty());
    }
}
